using CsCheck;
using Sidecar.Domain.Backends;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

/// <summary>A chunk that looks like the last one is compared instead of parsed, and comes to the same.</summary>
public class RepeatedChunkTests
{
    private static readonly string[] Pieces =
    [
        "a", "é", "\\n", "\\\"", "\\\\", "\\u00e9", "\\u00g9", "\\u12", "\\x", "\\", "\"", "\t", "\u0001", "}", "{", "\",\"content\":\"b",
        "\",\"refusal\":\"b", "\"}},{\"delta\":{\"content\":\"b", "\"}}],\"error\":{\"message\":\"b", "\":",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Array[0, 5]
        .Select(pieces => string.Concat(pieces.Select(i => Pieces[i])));

    private static readonly Func<string, string>[] Deltas =
    [
        text => $$"""{"content":"{{text}}"}""",
        text => $$"""{"role":"assistant","content":null,"reasoning_content":"{{text}}"}""",
        text => $$"""{"content":[{"type":"text","text":"{{text}}"}]}""",
        text => $$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{text}}}"}}]}""",
        text => $$$"""{"tool_calls":[{"index":1,"function":{"arguments":"{{{text}}}"}}]}""",
    ];

    private static readonly string Calls = Chunks(
        """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}""",
        """{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]}""");

    [Theory]
    [InlineData(Translations.MessagesToChat)]
    [InlineData(Translations.ResponsesToChat)]
    public void what_is_compared_is_what_would_be_parsed(Translations how) =>
        Gen.Select(Gen.Int[0, Deltas.Length - 1], Gen.Bool, Text).Sample((kind, isAfterCalls, text) =>
        {
            var before = isAfterCalls ? Calls : "";
            var first = Chunks(Deltas[kind]("x"));
            var rest = Chunks(Deltas[kind](text), Deltas[kind]("y")) + Finish("stop");
            // One more member, and the second chunk does not look like the first.
            var other = first.Replace("\"object\"", "\"more\":1,\"object\"", StringComparison.Ordinal);
            Assert.Equal(Stream(how, before + other + rest), Stream(how, before + first + rest));
        }, iter: 20_000, threads: 1);

    [Theory]
    [InlineData(Translations.MessagesToChat)]
    [InlineData(Translations.ResponsesToChat)]
    public void many_of_one_kind_are_told_whole(Translations how)
    {
        var words = Enumerable.Range(0, 200).Select(i => $"word{i}\\n").ToArray();
        var deltas = words.Select(word => Deltas[0](word)).ToArray();
        var told = Events(Stream(how, Chunks(deltas) + Finish("stop")));
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 200).Select(i => $"word{i}\n")),
            string.Concat(told.Where(e => ((string)e["type"]!).EndsWith("delta", StringComparison.Ordinal))
                .Select(e => e["delta"] is System.Text.Json.Nodes.JsonObject block ? (string?)block["text"] : (string?)e["delta"])));
    }
}
