namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>Changes single values in somebody else's configuration text; everything else stays the same, byte for byte.</summary>
/// <remarks>Each method throws <see cref="FormatException"/> if the text, or what it has at the path, does not allow that.</remarks>
internal interface IAgentText
{
    /// <summary>The value as it is written; null if there is none.</summary>
    string? Get(string text, IReadOnlyList<string> path);

    /// <summary>The text with that value; missing sections are added.</summary>
    string Set(string text, IReadOnlyList<string> path, string value);

    /// <summary>The text without the value, and without sections around it that become empty, except the <paramref name="kept"/> outermost
    /// ones.</summary>
    string Remove(string text, IReadOnlyList<string> path, int kept);

    /// <summary>How many leading segments of the path exist in the text.</summary>
    int DepthOf(string text, IReadOnlyList<string> path);

    /// <summary>Whether two values mean the same, however they are written.</summary>
    bool Same(string one, string other);
}
