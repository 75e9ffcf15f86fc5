namespace Sidecar.Actors.Tests.Kit;

/// <summary>Checks that a scenario leaves nothing behind once its clients are gone.</summary>
internal static class Leftovers
{
    public static void Check(SidecarKit kit)
    {
        foreach (var conversation in kit.Conversations.Where(c => !c.IsOver))
            conversation.HangUp();
        Assert.All(kit.Conversations, c => Assert.True(c.IsOver, $"{c.Id} was never answered"));
        Assert.Empty(kit.Upstream.InFlight);
        Assert.All(kit.Upstream.Calls, call => Assert.True(call.Answer is not ScriptedAnswer { IsDisposed: false },
            $"{call.Request}: nobody disposed an answer of {call.Backend}"));
        foreach (var backend in kit.Actors.Board.Current.Catalog.Backends)
            Assert.Equal((backend.Id, 0), (backend.Id, kit.Status(backend.Id).InFlight));
        Assert.All(kit.Actors.Board.Current.Promised, promise => Assert.Same(Domain.Routing.Promise.None, promise));
        var ledger = kit.FlushedLedger();
        Assert.Equal(kit.Conversations.Select(c => c.Id).Order(), ledger.Walks.Select(w => w.RequestId).Order());
        Assert.Equal(kit.Upstream.Calls.Count, ledger.Attempts.Count);
    }
}
