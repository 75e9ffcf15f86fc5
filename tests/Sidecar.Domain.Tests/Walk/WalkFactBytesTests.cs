using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

/// <summary>The bytes of facts are a storage format: what was ever written must be readable for ever.</summary>
public sealed class WalkFactBytesTests
{
    private static string[] Golden => File.ReadAllLines(Path.Combine(
        AppContext.BaseDirectory, "fixtures", "words", "walk-facts.v1.golden"));

    // One line for each golden fact of the JSON format, in the same order, made from docs/events.md by a script that shares no code.
    [Fact]
    public void every_fact_has_its_bytes() => Assert.Equal(
        Golden, WalkFactCodecTests.Golden.Select(row => Convert.ToHexStringLower(
            new WalkFactEncoder(new Names()).Encode("r0", [(WalkFact)row[1]]))));

    [Fact]
    public void the_bytes_tell_what_the_json_tells()
    {
        foreach (var (line, row) in Golden.Zip(WalkFactCodecTests.Golden))
            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(WalkFactReader.Read(System.Text.Encoding.UTF8.GetBytes($"[{row[0]}]"))),
                System.Text.Json.JsonSerializer.Serialize(WalkFactReader.Read(
                    Convert.FromHexString(line), "r0", id => id == 1 ? "nim-1" : null)));
    }

    [Fact]
    public void a_later_form_is_said_to_be_one() =>
        Assert.Contains("later version", Assert.Throws<InvalidDataException>(() => WalkFactReader.Read([2, 1])).Message,
            StringComparison.Ordinal);

    private sealed class Names : INameIds
    {
        public long? IdOf(string text) => text == "nim-1" ? 1 : null;
    }
}
