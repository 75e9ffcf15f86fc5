using System.Text;
using CsCheck;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Usage;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

/// <summary>However the network cuts a stream, its translation is the same.</summary>
public class SplitTests
{
    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<string> Word = Any("a", "\\\"", "\\n", "é", "\\ud83d\\ude00", "data: ", "{}", "\\\\", "€ x");

    private static readonly Gen<string> Delta = Gen.OneOf(
        Word.Select(w => $$"""{"content":"{{w}}"}"""),
        Word.Select(w => $$"""{"reasoning_content":"{{w}}"}"""),
        Gen.Select(Gen.Int[0, 2], Word, (index, w) =>
            $$$"""{"tool_calls":[{"index":{{{index}}},"id":"t{{{index}}}","function":{"name":"f{{{index}}}","arguments":"{{{w}}}"}}]}"""),
        Gen.Const("""{"role":"assistant","content":null}"""));

    private static readonly Gen<string> Chat = Gen.Select(Delta.Array[0, 12], Any("\n\n", "\r\n\r\n", "\r\r", "\n\n: ping\n\n"),
        Any("stop", "tool_calls", "length"),
        (deltas, end, finish) => (Chunks(deltas) + Finish(finish)).Replace("\n\n", end, StringComparison.Ordinal));

    [Theory]
    [InlineData(Translations.MessagesToChat)]
    [InlineData(Translations.ResponsesToChat)]
    public void any_split_of_the_bytes_gives_the_same(Translations how) =>
        Chat.SelectMany(chat => Pieces.RandomCuts(Encoding.UTF8.GetBytes(chat)).Select(cuts => (chat, cuts)))
            .Sample(x => Assert.Equal(Stream(how, x.chat), Stream(how, x.chat, null, x.cuts)), iter: 2000, threads: 1);

    [Theory]
    [InlineData(Translations.MessagesToChat)]
    [InlineData(Translations.ResponsesToChat)]
    public void byte_by_byte_too(Translations how) =>
        Chat.Sample(chat => Assert.Equal(Stream(how, chat), Stream(
            how, chat, null, Pieces.SingleBytes(Encoding.UTF8.GetBytes(chat)).Single())), iter: 100, threads: 1);

    [Fact]
    public void what_was_said_is_all_there_and_in_order() => Delta.Array[0, 12].Sample(deltas =>
    {
        var events = Events(Stream(Translations.MessagesToChat, Chunks(deltas) + Finish("stop")));
        var chat = deltas.Select(delta => System.Text.Json.Nodes.JsonNode.Parse(delta)!).ToList();
        Assert.Equal(string.Concat(chat.Select(d => (string?)d["content"])),
            string.Concat(events.Select(e => (string?)e["delta"]?["text"])));
        Assert.Equal(string.Concat(chat.Select(d => (string?)d["reasoning_content"])),
            string.Concat(events.Select(e => (string?)e["delta"]?["thinking"])));
        for (var i = 0; i < 3; i++)
        {
            var said = string.Concat(chat.Where(d => (int?)d["tool_calls"]?[0]?["index"] == i)
                .Select(d => (string?)d["tool_calls"]![0]!["function"]!["arguments"]));
            var index = events.FirstOrDefault(e => (string?)e["content_block"]?["id"] == $"t{i}")?["index"];
            Assert.Equal(said, string.Concat(events.Where(e => index is not null && (int?)e["index"] == (int)index)
                .Select(e => (string?)e["delta"]?["partial_json"])));
        }
    }, iter: 2000, threads: 1);
}
