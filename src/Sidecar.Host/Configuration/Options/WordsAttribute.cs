namespace Sidecar.Host.Configuration.Options;

/// <summary>Marks a list of words that may be written as one word alone, and of which an empty list says something else than no
/// list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute : Attribute;
