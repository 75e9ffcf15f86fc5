namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>One statement of a TOML text: a table's header, or a key with its value.</summary>
/// <param name="Path">The whole path, of a key its table's included.</param>
/// <param name="IsHeader">False: a key.</param>
/// <param name="Start">Where its line begins.</param>
/// <param name="ValueStart">Of a key: its value's first character.</param>
/// <param name="ValueEnd">Behind its value's last one, or behind the header.</param>
internal sealed record TomlStatement(IReadOnlyList<string> Path, bool IsHeader, int Start, int ValueStart, int ValueEnd);
