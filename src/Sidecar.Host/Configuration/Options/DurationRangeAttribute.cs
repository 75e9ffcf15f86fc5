using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Sets the range of a duration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationRangeAttribute(string minimum, string maximum) : WrittenRangeAttribute<TimeSpan>(minimum, maximum)
{
    protected override TimeSpan Parse(string text) =>
        DurationText.TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration.");
}
