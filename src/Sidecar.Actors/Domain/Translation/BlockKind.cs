namespace Sidecar.Domain.Translation;

/// <summary>The kind of one part of an answer.</summary>
internal enum BlockKind
{
    None,
    Text,
    Reasoning,
    Refusal,
    Tool,

    /// <summary>A call of a tool with free text as input: written when it is complete, because chat carries the text as an argument's
    /// value.</summary>
    FreeTool,
}
