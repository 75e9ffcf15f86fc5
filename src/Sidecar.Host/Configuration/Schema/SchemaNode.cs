namespace Sidecar.Host.Configuration.Schema;

/// <summary>The permitted value of a key in the <c>sidecar</c> section.</summary>
internal abstract record SchemaNode;

/// <summary>A single value of a .NET type; <paramref name="IsSize"/>: a number of bytes, written with a unit.</summary>
internal sealed record ScalarSchema(Type Type, bool IsSize) : SchemaNode;

/// <summary>A section with known keys.</summary>
internal sealed record SectionSchema(IReadOnlyList<KeySchema> Keys) : SchemaNode
{
    public KeySchema? Find(string spelled) =>
        Keys.FirstOrDefault(k => KeyNames.Normalize(k.Name) == KeyNames.Normalize(spelled));
}

/// <summary>Sections with names that the operator chooses, such as backends. <paramref name="NameProperty"/> receives the name.</summary>
internal sealed record NamedSectionsSchema(SectionSchema Item, string NameProperty) : SchemaNode;

/// <summary>Single values with names that the operator chooses, such as headers.</summary>
internal sealed record NamedValuesSchema : SchemaNode;

/// <summary>A list; <paramref name="AreWords"/>: a single word may stand for it, and an empty list is kept as one empty word.</summary>
internal sealed record ListSchema(SchemaNode Item, bool AreWords = false) : SchemaNode;

/// <summary>One known key: <paramref name="Name"/> as in HOCON, <paramref name="Property"/> as in the options class.</summary>
internal sealed record KeySchema(string Name, string Property, SchemaNode Node);
