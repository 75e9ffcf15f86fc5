namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>One statement of a TOML text: a table's header, or a key with its value.</summary>
/// <param name="Path">The whole path; for a key, its table's path comes first.</param>
/// <param name="IsHeader">False for a key.</param>
/// <param name="Start">Where its line begins.</param>
/// <param name="ValueStart">For a key: the first character of its value.</param>
/// <param name="ValueEnd">The position after the last character of the value, or after the header.</param>
internal sealed record TomlStatement(IReadOnlyList<string> Path, bool IsHeader, int Start, int ValueStart, int ValueEnd);
