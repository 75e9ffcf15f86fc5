using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>Finds the blocking methods that an asynchronous method calls, either itself or through methods that are not asynchronous. What
/// it hands to another thread as a delegate does not count as its call.</summary>
internal sealed class BlockingCalls(IReadOnlyList<Assembly> assemblies, Func<MethodBase, bool> blocks)
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly OpCode[] OpCodesByValue = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)];
    private static readonly Dictionary<short, OpCode> Known = OpCodesByValue.ToDictionary(code => code.Value);

    private readonly Type[] _types = [.. assemblies.SelectMany(assembly => assembly.GetTypes())];
    private readonly Dictionary<MethodBase, string?> _found = [];

    /// <summary>"Asynchronous method → … → blocking method" for each method that makes such a call.</summary>
    public IEnumerable<string> OfAsynchronousMethods()
    {
        foreach (var type in _types.Where(type => typeof(IAsyncStateMachine).IsAssignableFrom(type)))
            if (WayFrom(type.GetMethod("MoveNext", Everything)!) is { } way)
                yield return way;
    }

    private string? WayFrom(MethodBase method)
    {
        if (_found.TryGetValue(method, out var known))
            return known;
        // A recursive call adds no path of its own.
        _found[method] = null;
        foreach (var called in CallsOf(method))
        {
            if (blocks(called))
                return _found[method] = $"{NameOf(method)} → {NameOf(called)}";
            if (BodiesOf(called).Select(WayFrom).FirstOrDefault(way => way is not null) is { } further)
                return _found[method] = $"{NameOf(method)} → {further}";
        }
        return null;
    }

    private IEnumerable<MethodBase> BodiesOf(MethodBase called)
    {
        if (called.DeclaringType is not { } declaring || !assemblies.Contains(declaring.Assembly))
            return [];
        if (!declaring.IsInterface)
            return [Definition(called)];
        var contract = declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring;
        return contract != declaring ? [] : _types
            .Where(type => !type.IsInterface && !type.IsGenericTypeDefinition && declaring.IsAssignableFrom(type))
            .Select(type => type.GetInterfaceMap(declaring))
            .SelectMany(map => map.TargetMethods.Where((_, i) => map.InterfaceMethods[i] == called));
    }

    private static MethodBase Definition(MethodBase method) =>
        method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : method;

    private static IEnumerable<MethodBase> CallsOf(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            yield break;
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Known[(short)((il[at] << 8) | il[at + 1])] : Known[il[at]];
            at += code.Size;
            if (code == OpCodes.Call || code == OpCodes.Callvirt || code == OpCodes.Newobj)
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(il, at), typeArguments, methodArguments)!;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static string NameOf(MethodBase method) => $"{method.DeclaringType?.FullName}.{method.Name}";
}
