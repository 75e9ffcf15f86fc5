namespace Sidecar.Host.Configuration.Hocon;

/// <summary>A value of a HOCON file, with the place it was written at.</summary>
internal abstract class HoconNode(SourcePosition at)
{
    public SourcePosition At { get; set; } = at;
}

/// <summary>A single value; everything is text until a schema says otherwise. Text null is HOCON's <c>null</c>: the key is as if it were
/// not there.</summary>
internal sealed class HoconScalar(SourcePosition at, string? text) : HoconNode(at)
{
    public string? Text { get; } = text;
}

internal sealed class HoconArray(SourcePosition at) : HoconNode(at)
{
    public List<HoconNode> Items { get; } = [];
}

/// <summary>A section; it keeps the order in which its keys were first written.</summary>
internal sealed class HoconObject(SourcePosition at) : HoconNode(at)
{
    public OrderedDictionary<string, HoconNode> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Written as a block in braces, not only implied by a dotted key.</summary>
    public bool IsBlock { get; set; }

    /// <summary>Where the same file opens this section a second time; HOCON merges the two, which for a backend is a copy-and-paste
    /// error.</summary>
    public SourcePosition? Reopened { get; set; }
}

/// <summary>A value with references to other keys in it, to be replaced once all layers are merged.</summary>
internal sealed class HoconReference(SourcePosition at, IReadOnlyList<ReferencePart> parts) : HoconNode(at)
{
    public IReadOnlyList<ReferencePart> Parts { get; } = parts;

    /// <summary>What the key was before, for an optional reference that leads nowhere.</summary>
    public HoconNode? Previous { get; set; }
}

/// <summary>Literal text, or the path of another key; exactly one is set.</summary>
internal sealed record ReferencePart(string? Text, IReadOnlyList<string>? Path, bool Optional, SourcePosition At);
