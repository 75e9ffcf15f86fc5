namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>Changes single values of a configuration text that somebody else owns; all else stays as it is, byte for byte.</summary>
/// <remarks>Each method throws <see cref="FormatException"/> where the text, or what stands at the path, does not allow it.</remarks>
internal interface IAgentText
{
    /// <summary>The value as it is written; null: there is none.</summary>
    string? Get(string text, IReadOnlyList<string> path);

    /// <summary>The text with that value, sections made where they are missing.</summary>
    string Set(string text, IReadOnlyList<string> path, string value);

    /// <summary>The text without it, and without the sections around it that are empty then, but for the <paramref name="kept"/>
    /// outermost.</summary>
    string Remove(string text, IReadOnlyList<string> path, int kept);

    /// <summary>How many leading segments of the path are there.</summary>
    int DepthOf(string text, IReadOnlyList<string> path);

    /// <summary>Whether two values say the same, however they are written.</summary>
    bool Same(string one, string other);
}
