namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>The position of a value in a JSON text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The position after its last character.</param>
internal sealed record JsonSpan(int Start, int End)
{
    /// <summary>Null if the value is not an object.</summary>
    public IReadOnlyList<JsonMember>? Members { get; init; }

    /// <summary>Null if the value is not an array.</summary>
    public IReadOnlyList<JsonSpan>? Elements { get; init; }
}

/// <summary>A name and its value.</summary>
/// <param name="Start">Where the name begins, quotes included.</param>
internal sealed record JsonMember(string Name, int Start, JsonSpan Value);
