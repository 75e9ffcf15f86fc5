using System.Reflection;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>Public in Sidecar.Actors is what Host or a benchmark names, and what those types expose of others. Everything else is
/// internal.</summary>
public sealed partial class VisibilityConventions
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void what_host_does_not_name_is_internal()
    {
        var named = WordsOf("src/Sidecar.Host").Concat(WordsOf("bench")).ToHashSet(StringComparer.Ordinal);
        var types = typeof(SidecarActors).Assembly.GetTypes().Where(type => type is { IsPublic: true }).ToList();
        var needed = new HashSet<Type>();
        foreach (var type in types.Where(type => named.Contains(NameOf(type))))
            Need(type, needed);

        Assert.True(needed.Count > 100, "the names were not found");
        Assert.Empty(types.Except(needed).Select(type => type.FullName));
    }

    private static void Need(Type type, HashSet<Type> needed)
    {
        if (type.HasElementType)
            type = type.GetElementType()!;
        foreach (var argument in type.GenericTypeArguments)
            Need(argument, needed);
        if (type.IsGenericType)
            type = type.GetGenericTypeDefinition();
        if (type.Assembly != typeof(SidecarActors).Assembly || !needed.Add(type))
            return;
        foreach (var shown in ShownBy(type))
            Need(shown, needed);
    }

    private static IEnumerable<Type> ShownBy(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.DeclaringType is { } outer ? [outer] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetNestedTypes(Declared).Where(nested => nested.IsNestedPublic),
        .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(field => field.FieldType),
        .. type.GetConstructors(Declared).Where(IsShown).SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType),
        .. type.GetMethods(Declared).Where(IsShown).SelectMany(method =>
            method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)),
        .. type.GetGenericArguments().SelectMany(argument => argument.IsGenericParameter ? argument.GetGenericParameterConstraints()
            : [argument]),
    ];

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<string> WordsOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(word => word.Value));

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
