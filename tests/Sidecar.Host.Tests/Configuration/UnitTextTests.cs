using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Tests.Configuration;

public sealed class UnitTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5 s", 1_500)]
    [InlineData("10m", 600_000)]
    [InlineData("10 minutes", 600_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("0", 0)]
    public void durations_are_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("30")]
    [InlineData("30S")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("1s 2s")]
    [InlineData("00:00:30")]
    [InlineData("99999999999d")]
    [InlineData("99999999999999999999999999999999999s")]
    public void other_text_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("1024B", 1024)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("32MiB", 33_554_432)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("1GiB", 1_073_741_824)]
    public void sizes_are_read(string text, long bytes)
    {
        Assert.True(ByteSizeText.TryParse(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("3 apples")]
    [InlineData("99999999999999999999GiB")]
    public void other_text_is_no_size(string text) => Assert.False(ByteSizeText.TryParse(text, out _));

    [Theory]
    [InlineData("0s")]
    [InlineData("1ms")]
    [InlineData("1500ms")]
    [InlineData("90s")]
    [InlineData("15m")]
    [InlineData("1h")]
    [InlineData("30d")]
    public void a_duration_is_printed_as_it_is_written(string text)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(text, DurationText.Format(duration));
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1, "1B")]
    [InlineData(1536, "1536B")]
    [InlineData(2048, "2KiB")]
    [InlineData(33_554_432, "32MiB")]
    public void a_size_is_printed_in_its_largest_unit(long bytes, string text) => Assert.Equal(text, ByteSizeText.Format(bytes));
}
