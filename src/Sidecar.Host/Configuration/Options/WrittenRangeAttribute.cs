using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Sets the range of a value, both ends included and written as in the configuration file.</summary>
internal abstract class WrittenRangeAttribute<T>(string minimum, string maximum) : ValidationAttribute
    where T : struct, IComparable<T>
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) =>
        value is T given && given.CompareTo(Parse(Minimum)) >= 0 && given.CompareTo(Parse(Maximum)) <= 0;

    public override string FormatErrorMessage(string name) => $"must be between {Minimum} and {Maximum}";

    protected abstract T Parse(string text);
}
