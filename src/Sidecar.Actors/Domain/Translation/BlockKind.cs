namespace Sidecar.Domain.Translation;

/// <summary>What a part of an answer is.</summary>
internal enum BlockKind
{
    None,
    Text,
    Reasoning,
    Refusal,
    Tool,

    /// <summary>A call of a tool whose input is a text of any form: told at its end, for in chat it is an argument's value.</summary>
    FreeTool,
}
