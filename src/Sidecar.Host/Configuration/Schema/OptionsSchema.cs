using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Schema;

/// <summary>Derives the permitted keys from the options classes, so that the two cannot differ.</summary>
internal static class OptionsSchema
{
    /// <summary>The <c>sidecar</c> section.</summary>
    public static SectionSchema Sidecar { get; } = Section(typeof(SidecarOptions));

    /// <summary>The property that holds an entry's own name, for types whose entries have names that the operator chooses.</summary>
    public static PropertyInfo? NameOf(Type type) =>
        Array.Find(type.GetProperties(), p => p.IsDefined(typeof(KeyAttribute)));

    private static SectionSchema Section(Type type) => new(
    [
        .. type.GetProperties()
            .Where(p => p.CanWrite && !p.IsDefined(typeof(KeyAttribute)))
            .Select(p => new KeySchema(KeyNames.ToKebab(p.Name), p.Name, Node(p))),
    ]);

    private static SchemaNode Node(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return property.IsDefined(typeof(WordsAttribute))
                ? new ListSchema(new ScalarSchema(typeof(string), IsSize: false), AreWords: true)
                : Items(type.GetGenericArguments()[0]);
        return IsSection(type) ? Section(type) : new ScalarSchema(type, property.IsDefined(typeof(ByteSizeRangeAttribute)));
    }

    private static SchemaNode Items(Type item)
    {
        if (item == typeof(NamedValue))
            return new NamedValuesSchema();
        if (NameOf(item) is { } name)
            return new NamedSectionsSchema(Section(item), name.Name);
        return new ListSchema(IsSection(item) ? Section(item) : new ScalarSchema(item, IsSize: false));
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);
}
