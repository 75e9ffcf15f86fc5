using System.Xml.Linq;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Commands;

public sealed class AuditTimelineTests
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public async Task a_run_with_429s_and_an_emergency_is_told_with_its_totals()
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, "timeline", "--json", "--backend", "c", "--backend", "a");

        Assert.Equal((0, ""), (line.Code, line.Error));
        var backends = line.Json.GetProperty("backends");
        Assert.Equal(["c", "a"], backends.EnumerateArray().Select(backend => backend.GetProperty("backend").GetString()));
        Assert.True(backends[0].GetProperty("rests").GetProperty("rate_limited").GetInt32() >= 1);
        Assert.Equal(1, backends[0].GetProperty("served").GetInt64());
        Assert.True(backends[0].GetProperty("attempts").GetInt64() > 1);
        Assert.Equal(["resting", "resting"], line.Json.GetProperty("intervals").EnumerateArray()
            .Select(interval => interval.GetProperty("end").GetString()));
        var first = line.Json.GetProperty("intervals").EnumerateArray()
            .Single(interval => interval.GetProperty("backend").GetString() == "a").GetProperty("parts")[0];
        Assert.Equal(stormed.FirstRequest, first.GetProperty("cause").GetProperty("request_id").GetString());
        Assert.Equal("m", Assert.Single(line.Json.GetProperty("emergencies").EnumerateArray()).GetProperty("model").GetString());
    }

    [Fact]
    public async Task the_tables_hold_intervals_totals_and_emergencies()
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, "timeline");

        foreach (var part in (string[])["resting", "rate_limited ", "429s/h", "1 emergency activation"])
            Assert.Contains(part, line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_picture_is_drawn_as_its_ending_says()
    {
        await using var stormed = await StormedSidecar.Start();
        using var pictures = new TemporaryDirectory();
        var (svg, png) = (Path.Combine(pictures.Path, "a.svg"), Path.Combine(pictures.Path, "a.PNG"));

        Assert.Equal(0, (await AuditLine.Run(stormed.Directory, "timeline", "--plot", svg)).Code);
        Assert.Equal(0, (await AuditLine.Run(stormed.Directory, "timeline", "--plot", png)).Code);

        var text = string.Join(' ', XDocument.Load(svg).Descendants().Where(element => element.Name.LocalName == "text")
            .Select(element => element.Value));
        foreach (var part in (string[])["Cooldowns ", "rate_limited", "emergency activated"])
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("credentials", text, StringComparison.Ordinal);
        Assert.Equal(PngSignature, (await File.ReadAllBytesAsync(png))[..4]);
    }

    [Theory]
    [InlineData("--plot must end in .png or .svg", "--plot", "a.pdf")]
    [InlineData("--to must not be earlier than --from", "--from", "2026-11-22", "--to", "2026-11-21")]
    [InlineData("--from is not an instant: 'noon'", "--from", "noon")]
    public async Task bad_usage_is_told_before_anything_is_read(string told, params string[] words)
    {
        var line = await AuditLine.Run("/nowhere", ["timeline", .. words]);

        Assert.Equal(2, line.Code);
        Assert.Contains(told, line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_picture_that_cannot_be_written_is_an_error_of_one_line()
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, "timeline", "--plot", "/nowhere/a.svg");

        Assert.Equal(1, line.Code);
        Assert.Single(line.Error.TrimEnd().Split('\n'));
    }
}
