namespace Sidecar.Domain.Translation;

/// <summary>What a part of an answer is.</summary>
internal enum BlockKind
{
    None,
    Text,
    Reasoning,
    Refusal,
    Tool,
}
