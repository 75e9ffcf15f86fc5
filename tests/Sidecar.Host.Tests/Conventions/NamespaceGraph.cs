using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>Which namespaces of compiled assemblies refer to which others: through signatures, attributes and every instruction, those of
/// lambdas and state machines included.</summary>
/// <remarks>A constant is copied by the compiler and leaves no reference.</remarks>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _references = new(StringComparer.Ordinal);
    private readonly HashSet<(string Namespace, string Assembly)> _homes = [];

    public static NamespaceGraph Of(params string[] assemblies)
    {
        var graph = new NamespaceGraph();
        foreach (var path in assemblies)
        {
            using var assembly = AssemblyDefinition.ReadAssembly(path);
            foreach (var type in assembly.MainModule.GetTypes())
                graph.Add(type);
        }
        return graph;
    }

    public IEnumerable<string> Namespaces => _references.Keys;

    /// <summary>Each namespace with each assembly that has types in it.</summary>
    public IReadOnlyCollection<(string Namespace, string Assembly)> Homes => _homes;

    /// <summary>Each pair of different namespaces of which one refers to the other, with the types responsible: <c>From → To</c>.</summary>
    public IEnumerable<(string From, string To, IReadOnlyCollection<string> Because)> References =>
        _references.SelectMany(from => from.Value.Select(to => (from.Key, to.Key, (IReadOnlyCollection<string>)to.Value)));

    private void Add(TypeDefinition type)
    {
        var from = Outer(type);
        if (!IsOurs(from.Namespace))
            return;
        if (!_references.TryGetValue(from.Namespace, out var references))
            _references[from.Namespace] = references = new(StringComparer.Ordinal);
        _homes.Add((from.Namespace, type.Module.Assembly.Name.Name));
        foreach (var to in TypesIn(type).SelectMany(Parts).Select(Outer))
        {
            if (!IsOurs(to.Namespace) || to.Namespace == from.Namespace)
                continue;
            if (!references.TryGetValue(to.Namespace, out var because))
                references[to.Namespace] = because = new(StringComparer.Ordinal);
            because.Add($"{from.Name} → {to.Name}");
        }
    }

    private static bool IsOurs(string name) => name == "Sidecar" || name.StartsWith("Sidecar.", StringComparison.Ordinal);

    private static IEnumerable<TypeReference?> TypesIn(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.CustomAttributes.Select(a => a.AttributeType),
        .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Methods.SelectMany(TypesIn),
    ];

    private static IEnumerable<TypeReference?> TypesIn(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method.CustomAttributes.Select(a => a.AttributeType),
        .. method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(h => h.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(TypesIn) : [],
    ];

    private static IEnumerable<TypeReference?> TypesIn(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        MethodReference method =>
        [
            method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType),
            .. (method as GenericInstanceMethod)?.GenericArguments ?? [],
        ],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    // List<Dictionary<A, B[]>> refers to A and B.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specified => Parts(specified.ElementType),
        _ => [type],
    };

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;
}
