using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Marks a number of bytes, written with a unit, and sets its range.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteSizeRangeAttribute(string minimum, string maximum) : WrittenRangeAttribute<long>(minimum, maximum)
{
    protected override long Parse(string text) =>
        ByteSizeText.TryParse(text, out var bytes) ? bytes : throw new FormatException($"'{text}' is not a size.");
}
