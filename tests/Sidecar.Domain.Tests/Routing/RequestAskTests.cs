using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Which backends can take what a request asks for.</summary>
public class RequestAskTests
{
    private static readonly RequestAsk Messages = new(Apis.Messages, Translations.MessagesToChat);

    private static readonly Backend Chat = Sample.Backend("chat") with { Apis = Apis.Chat };

    private static readonly Backend Own = Sample.Backend("own", "fallback") with { Dialect = BackendDialect.Anthropic };

    [Theory]
    [InlineData("POST", "/v1/messages", Translations.MessagesToChat)]
    [InlineData("POST", "/v1/messages/", Translations.MessagesToChat)]
    [InlineData("POST", "/v1/responses", Translations.ResponsesToChat)]
    [InlineData("GET", "/v1/messages", Translations.None)]
    [InlineData("POST", "/v1/messages/count_tokens", Translations.None)]
    [InlineData("POST", "/v1/responses/r1/cancel", Translations.None)]
    [InlineData("POST", "/v1/chat/completions", Translations.None)]
    public void only_what_generates_is_carried_over(string method, string path, Translations expected) =>
        Assert.Equal(expected, RequestAsk.TranslationOf(method, path));

    [Theory]
    [InlineData("/v1/chat/completions", "chat")]
    [InlineData("/v1/responses/r1/input_items", "responses")]
    [InlineData("/v1/messages/batches", "messages")]
    [InlineData("/v1/vector_stores/v1", "vector-stores")]
    [InlineData("/v1/models", "other")]
    [InlineData("/v1/ocr", "other")]
    [InlineData("/v1/", "other")]
    public void the_path_tells_the_api(string path, string word) => Assert.Equal(word, ApiPaths.Of(path).ToWire());

    [Fact]
    public void each_word_is_read_again()
    {
        Assert.All(ApiNames.All, word => Assert.Equal(word, ApiNames.FromWire(word).ToWire()));
        Assert.All(TranslationNames.All, word => Assert.Equal(word, TranslationNames.FromWire(word).ToWire()));
        Assert.Throws<FormatException>(() => ApiNames.FromWire("nothing"));
        Assert.Throws<FormatException>(() => TranslationNames.FromWire("chat-to-messages"));
    }

    [Fact]
    public void by_itself_a_backend_has_all_of_its_dialect()
    {
        Assert.False(Sample.Backend().Apis.HasFlag(Apis.Messages));
        Assert.True(Sample.Backend().Apis.HasFlag(Apis.Responses | Apis.Embeddings));
        Assert.True(Own.Apis.HasFlag(Apis.Messages));
        Assert.False(Own.Apis.HasFlag(Apis.Chat));
    }

    [Theory]
    [InlineData("", "https://integrate.api.nvidia.com/v1", false)]
    [InlineData("", "https://api.openai.com/v1", true)]
    [InlineData("", "https://proxy.example/v1", true)]
    [InlineData("", "http://127.0.0.1:11434/v1", true)]
    [InlineData("groq", "https://proxy.example/v1", true)]
    [InlineData("gemini", "https://proxy.example/v1", false)]
    public void what_a_provider_lacks_is_known_by_preset_or_host(string preset, string baseUrl, bool hasResponses)
    {
        var apis = ProviderPresets.ApisOf(preset, BackendDialect.OpenAi, baseUrl);
        Assert.Equal(hasResponses, (Sample.Backend() with { Apis = apis }).Apis.HasFlag(Apis.Responses));
    }

    [Fact]
    public void who_speaks_it_goes_before_who_is_asked_through_a_translation_in_whatever_pool()
    {
        var board = Sample.Board(Chat, Own);
        var query = new PickQuery("m", default, Instants.Start, 0, 0) { Ask = Messages };

        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(1, Pick(s, query)));
        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(0, Pick(s, query with { Excluded = default(BackendSet).With(1) })));
        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(
            -1, Pick(s, query with { Excluded = default(BackendSet).With(1), Ask = Messages with { Obstacle = "top_k" } })));
        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(0, Pick(s, query with { Ask = default })));

        int Pick(RoutingStrategy strategy, PickQuery asked) => RoutePick.Pick(board, board.Loads(Instants.Start), strategy, asked);
    }

    [Theory]
    [InlineData(false, false, nameof(WalkEnd.NoBackendForApi))]
    [InlineData(true, true, nameof(WalkEnd.Untranslatable))]
    [InlineData(true, false, nameof(WalkEnd.None))]
    [InlineData(false, true, nameof(WalkEnd.NoBackendForApi))]
    public void a_walk_that_nobody_can_take_is_not_begun(bool mayTranslate, bool isObstructed, string expected)
    {
        var board = Sample.Board(Chat with { Translate = mayTranslate ? Translations.All : Translations.ResponsesToChat });
        var request = new RequestArrived(Instants.Start, "r", "m", false, 1, null, 0,
            1)
        { Ask = Messages with { Obstacle = isObstructed ? "top_k" : null } };

        var walk = WalkDecisions.Begin(request, new Moment(Instants.Start, new WalkPolicy(), board));

        var end = walk.Next.End;
        Assert.Equal(expected, end.ToString());
        Assert.Equal(end == WalkEnd.None ? Need.Pick : Need.End, walk.Next.Need);
        Assert.Equal(end switch { WalkEnd.NoBackendForApi => 404, WalkEnd.Untranslatable => 400, _ => 503 },
            walk.Refusal(() => 1, () => "")!.Status);
    }

    [Fact]
    public void one_that_cannot_take_it_is_named_as_such_and_no_reason_to_wait()
    {
        var board = Sample.Board(Sample.Backend("a") with { Apis = Apis.Embeddings }, Chat with { Pool = "fallback" });
        var request = new RequestArrived(Instants.Start, "r", "m", false, 1, null, 0, 1) { Ask = Messages };
        var walk = WalkDecisions.Begin(request, new Moment(Instants.Start, new WalkPolicy(), board));

        Assert.True(walk.Setbacks.Spent.Contains(0));
        Assert.False(board.IsWorthWaiting("m", WaitFor.Primary, walk.Setbacks.Spent, Instants.Start));
        var picked = new BackendPicked(Instants.Start, RequestPhase.Routing, board, walk.Excluded, [0, 0], 1);
        Assert.Equal((Exclusion.Api, null), (Exclusion.Of(picked, 0, 0, "m", 1, 1, Messages),
            Exclusion.Of(picked, 1, 0, "m", 1, 1, Messages)));
    }

    [Fact]
    public void what_was_asked_for_is_recorded_and_read_again()
    {
        WalkFact[] facts =
        [
            new RequestArrived(Instants.Start, "r", "m", false, 1, null, 0, 1) { Ask = Messages with { Obstacle = "top_k" }, Prefers = "a",
                Maker = "b" },
            new UpstreamAnswered(Instants.Start, RequestPhase.Routing, "a", 1, 200, null, Domain.Attempts.AttemptVerdict.Success,
                null) { Translated = Translations.MessagesToChat },
        ];
        var json = WalkFactCodec.Write(facts);
        Assert.Contains(""","seed":1,"api":"messages","translation":"messages-to-chat","untranslatable":"top_k","prefers":"a","maker":"b"}""", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Check(WalkFactReader.Read(json));
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        WalkFactBytes.Write(new FactBytes(bytes, null), "r", facts);
        Check(WalkFactBytesReader.Read(bytes.WrittenSpan, "r", null));

        static void Check(IReadOnlyList<StoredFact> read)
        {
            Assert.Equal((Messages with { Obstacle = "top_k" }, Translations.MessagesToChat), (read[0].Ask, read[1].Translated));
            Assert.Equal(("a", "b"), (read[0].Prefers, read[0].Maker));
        }
    }
}
