using System.ComponentModel.DataAnnotations;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Sets the range of a duration, both ends included, written as in the configuration file.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) => value is TimeSpan duration && duration >= Parse(Minimum) && duration <= Parse(Maximum);

    public override string FormatErrorMessage(string name) => $"must be between {Minimum} and {Maximum}";

    private static TimeSpan Parse(string text) =>
        DurationText.TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration.");
}
