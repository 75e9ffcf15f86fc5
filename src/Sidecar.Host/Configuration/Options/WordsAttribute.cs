namespace Sidecar.Host.Configuration.Options;

/// <summary>Marks a list of words that may be written as a single word, and for which an empty list differs from an absent one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute : Attribute;
