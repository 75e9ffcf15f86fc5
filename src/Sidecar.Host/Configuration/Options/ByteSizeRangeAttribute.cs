using System.ComponentModel.DataAnnotations;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Marks a number of bytes, written with a unit, and sets its range.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteSizeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) => value is long bytes && bytes >= Parse(Minimum) && bytes <= Parse(Maximum);

    public override string FormatErrorMessage(string name) => $"must be between {Minimum} and {Maximum}";

    private static long Parse(string text) =>
        ByteSizeText.TryParse(text, out var bytes) ? bytes : throw new FormatException($"'{text}' is not a size.");
}
