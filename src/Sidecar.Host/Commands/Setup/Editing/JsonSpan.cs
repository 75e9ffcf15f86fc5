namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>Where a value stands in a JSON text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last one.</param>
internal sealed record JsonSpan(int Start, int End)
{
    /// <summary>Null: it is no object.</summary>
    public IReadOnlyList<JsonMember>? Members { get; init; }

    /// <summary>Null: it is no array.</summary>
    public IReadOnlyList<JsonSpan>? Elements { get; init; }
}

/// <summary>A name and its value.</summary>
/// <param name="Start">Where the name begins, quotes included.</param>
internal sealed record JsonMember(string Name, int Start, JsonSpan Value);
