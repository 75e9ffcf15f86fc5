using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Affinity;

/// <summary>What several agents come to over some keys, in virtual time: what of their prompts was in a cache, and how often they were
/// refused.</summary>
/// <param name="Share">Of all tokens of prompts: those that the key had in its cache.</param>
/// <param name="Refused">429s.</param>
internal sealed record CacheRun(double Share, int Refused, int Turns, int Unanswered)
{
    private const int Agents = 20;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);

    /// <param name="keys">How many.</param>
    /// <param name="perMinute">What each admits; 0: everything.</param>
    public static CacheRun Of(int keys, int perMinute, Func<RoutingPolicy, RoutingPolicy> policy, ulong seed = 1)
    {
        var upstream = new CachingKeys(keys, perMinute);
        var shipped = World.Shipped(upstream.Backends);
        using var kit = SidecarKit.Start(shipped with { Walk = shipped.Walk with { Routing = policy(shipped.Walk.Routing) } });
        var agents = Enumerable.Range(1, Agents).Select(number => new CodingAgent(number, seed)).ToList();
        var askers = new Dictionary<string, CodingAgent>();
        var places = new SessionPlaces(policy(shipped.Walk.Routing));
        kit.Upstream.Improvise = call =>
        {
            var agent = askers[call.Request.Id];
            return upstream.Take(call.Backend.Id, agent.Session, agent.Prompt, kit.Now)
                ? UpstreamWords.Answers().Later(agent.Work) : UpstreamWords.Replies(429);
        };
        while (kit.Now < VirtualScheduler.Start + Length)
        {
            foreach (var agent in agents)
                agent.Step(kit.Now, session =>
                {
                    var query = new PickQuery("m", default, kit.Now, 0, new Chance((ulong)session).Next());
                    var prefers = places.Prefer((ulong)session, kit.Actors.Board.Current, query);
                    var conversation = kit.Post(new ClientRequest("m") { Prefers = prefers });
                    askers.Add(conversation.Id, agent);
                    kit.Settle();
                    return conversation;
                }, (session, backend) => places.Served((ulong)session, backend, kit.Now));
            kit.Pass(Step);
        }
        kit.PassUntil(() => kit.Conversations.All(conversation => conversation.IsOver));
        return new CacheRun((double)upstream.CachedTokens / upstream.PromptTokens, upstream.Refused, upstream.Turns,
            agents.Sum(agent => agent.Unanswered));
    }
}
