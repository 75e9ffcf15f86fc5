namespace Sidecar.Host.Configuration.Hocon;

/// <summary>A value of a HOCON file, with its position.</summary>
internal abstract class HoconNode(SourcePosition at)
{
    public SourcePosition At { get; set; } = at;
}

/// <summary>A single value; it is text until a schema says otherwise. A null text is HOCON's <c>null</c>: the key counts as
/// absent.</summary>
internal sealed class HoconScalar(SourcePosition at, string? text) : HoconNode(at)
{
    public string? Text { get; } = text;
}

internal sealed class HoconArray(SourcePosition at) : HoconNode(at)
{
    public List<HoconNode> Items { get; } = [];
}

/// <summary>A section; it keeps the order in which its keys first appeared.</summary>
internal sealed class HoconObject(SourcePosition at) : HoconNode(at)
{
    public OrderedDictionary<string, HoconNode> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Written as a block in braces, not only implied by a dotted key.</summary>
    public bool IsBlock { get; set; }

    /// <summary>Where the same file opens this section a second time; HOCON merges the two, but for a backend this is a copy-and-paste
    /// error.</summary>
    public SourcePosition? Reopened { get; set; }
}

/// <summary>A value with references to other keys, which are replaced once all layers are merged.</summary>
internal sealed class HoconReference(SourcePosition at, IReadOnlyList<ReferencePart> parts) : HoconNode(at)
{
    public IReadOnlyList<ReferencePart> Parts { get; } = parts;

    /// <summary>The key's earlier value, used if an optional reference finds nothing.</summary>
    public HoconNode? Previous { get; set; }
}

/// <summary>Literal text, or the path of another key; exactly one of the two is set.</summary>
internal sealed record ReferencePart(string? Text, IReadOnlyList<string>? Path, bool Optional, SourcePosition At);
