using System.Text;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>A session's requests go where its prompt may be cached, as long as nobody has to wait for that.</summary>
public class AffinityTests
{
    private static readonly RoutingBoard Board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"), Sample.Backend("c", "fallback"));

    private static int Pick(int[] loads, int? preferred, RoutingBoard? board = null, BackendSet excluded = default) => RoutePick.Pick(
        board ?? Board, loads, RoutingStrategy.LeastLoaded, new PickQuery("m", excluded, Instants.Start, 0, 0) { Preferred = preferred });

    [Theory]
    [InlineData(0, 4, 1)]
    [InlineData(1, 6, 1)]
    [InlineData(0, 5, 0)]
    [InlineData(1, 7, 0)]
    [InlineData(5, 0, 1)]
    public void it_is_preferred_while_no_other_is_less_than_half_as_full(int ofA, int ofB, int picked) =>
        Assert.Equal(picked, Pick([ofA, ofB, 0], 1));

    [Fact]
    public void weight_counts_as_room()
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b") with { Weight = 4 });
        Assert.Equal(1, Pick([0, 28], 1, board));
        Assert.Equal(0, Pick([0, 29], 1, board));
    }

    [Fact]
    public void limits_failures_and_pools_always_win()
    {
        Assert.Equal(0, Pick([0, -1, 0], 1));
        Assert.Equal(0, Pick([0, 0, 0], 1, excluded: default(BackendSet).With(1)));
        Assert.Equal(0, Pick([0, 5, 0], 2));
        Assert.Equal(2, Pick([-1, -1, 3], 2));
        Assert.Equal(0, Pick([0, 1, 0], null));
        Assert.Equal(0, Pick([0, 1, 0], 9));
    }

    [Fact]
    public void a_policy_may_turn_it_off_and_an_order_goes_before_it()
    {
        var policy = new RoutingPolicy();
        Assert.Equal(1, RoutePick.PreferredOf("b", policy, Board.Catalog));
        Assert.Equal(1, RoutePick.PreferredOf("b", policy with { Strategy = RoutingStrategy.Weighted }, Board.Catalog));
        Assert.Null(RoutePick.PreferredOf("b", policy with { Strategy = RoutingStrategy.InOrder }, Board.Catalog));
        Assert.Null(RoutePick.PreferredOf("b", policy with { Strategy = RoutingStrategy.RoundRobin }, Board.Catalog));
        Assert.Null(RoutePick.PreferredOf("b", policy with { Affinity = policy.Affinity with { By = SessionSigns.None } }, Board.Catalog));
        Assert.Null(RoutePick.PreferredOf("gone", policy, Board.Catalog));
        Assert.Null(RoutePick.PreferredOf(null, policy, Board.Catalog));
    }

    private static ulong? Key(string body, SessionSigns by = SessionSigns.All, string header = "") =>
        SessionKeys.Find(by, header, Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"one"}]}""", """{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"one"},{"role":"assistant","content":"x"},{"role":"user","content":"two"}]}""", true)]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"one"}]}""", """{"messages":[{"role":"system","content":"s"},{"role":"user","content":"two"}]}""", false)]
    [InlineData("""{"system":"s","messages":[{"role":"user","content":"one"}]}""", """{"messages":[{"role":"user","content":"one"},{"role":"assistant","content":"x"}],"system":"s"}""", true)]
    [InlineData("""{"system":"s","messages":[{"role":"user","content":"one"}]}""", """{"system":"t","messages":[{"role":"user","content":"one"}]}""", false)]
    [InlineData("""{"metadata":{"user_id":"u"},"messages":[{"role":"user","content":"one"}]}""", """{"metadata":{"user_id":"u"},"messages":[{"role":"user","content":"two"}]}""", true)]
    [InlineData("""{"prompt_cache_key":"k","input":"one"}""", """{"prompt_cache_key":"k","input":[{"role":"user","content":"two"}]}""", true)]
    [InlineData("""{"instructions":"s","input":"one"}""", """{"instructions":"s","input":"two"}""", false)]
    public void requests_of_one_session_have_one_key(string first, string second, bool isSame) =>
        Assert.Equal(isSame, Key(first) == Key(second));

    [Fact]
    public void the_first_sign_there_is_counts()
    {
        const string Body = """{"prompt_cache_key":"k","metadata":{"user_id":"u"},"messages":[{"role":"user","content":"one"}]}""";
        ulong?[] keys = [Key(Body), Key(Body, SessionSigns.Header, "h"), Key(Body, SessionSigns.User), Key(Body, SessionSigns.Messages)];
        Assert.DoesNotContain(null, keys);
        Assert.Equal(4, keys.Distinct().Count());
        Assert.Equal(keys[0], Key(Body, header: "h"));
        Assert.Null(Key(Body, SessionSigns.Header));
        Assert.Null(Key("[]"));
        Assert.Null(Key("no json", header: ""));
        Assert.Null(Key("""{"model":"m"}"""));
    }
}
