namespace Sidecar.Host.Configuration.Schema;

/// <summary>What may stand at a key of the <c>sidecar</c> section.</summary>
internal abstract record SchemaNode;

/// <summary>A single value of a .NET type; <paramref name="IsSize"/>: a number of bytes, written with a unit.</summary>
internal sealed record ScalarSchema(Type Type, bool IsSize) : SchemaNode;

/// <summary>Known keys.</summary>
internal sealed record SectionSchema(IReadOnlyList<KeySchema> Keys) : SchemaNode
{
    public KeySchema? Find(string spelled) =>
        Keys.FirstOrDefault(k => KeyNames.Normalize(k.Name) == KeyNames.Normalize(spelled));
}

/// <summary>Sections under names of the operator's own, such as backends. <paramref name="NameProperty"/> receives the name.</summary>
internal sealed record NamedSectionsSchema(SectionSchema Item, string NameProperty) : SchemaNode;

/// <summary>Single values under names of the operator's own, such as headers.</summary>
internal sealed record NamedValuesSchema : SchemaNode;

/// <summary>A list; <paramref name="AreWords"/>: one word may stand alone, and an empty list is kept as one empty word.</summary>
internal sealed record ListSchema(SchemaNode Item, bool AreWords = false) : SchemaNode;

/// <summary>One known key: <paramref name="Name"/> as in HOCON, <paramref name="Property"/> as in the options class.</summary>
internal sealed record KeySchema(string Name, string Property, SchemaNode Node);
