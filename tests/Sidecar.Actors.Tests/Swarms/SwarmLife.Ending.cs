using Akka.Actor;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Ledger;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>How a process ends: in order, or killed.</summary>
internal sealed partial class SwarmLife
{
    /// <summary>Ends it in order: running requests get their time, and everything is written.</summary>
    public LifeRecord End(TimeSpan drain)
    {
        _actors.Gateway.Tell(RequestProtocol.StartDraining.Instance);
        var until = Elapsed + drain;
        PassTo(until);
        foreach (var talk in Talks.Where(talk => !talk.IsOver).ToList())
            HangUp(talk);
        return Close();
    }

    /// <summary>Takes stock of everything, with nothing under way, and ends it.</summary>
    public LifeRecord Close()
    {
        _house.Disk.IsCalm = true;
        for (var i = 0; i < 100 && _notes.Ids.Any(id => Status(id).UnwrittenEvents > 0); i++)
            PassTo(Elapsed + TimeSpan.FromMilliseconds(500));
        _house.Disk.IsCalm = _house.Upstream.IsCalm;
        _loop.Settle(_actors.Ledger.Ask<LedgerProtocol.Flushed>(LedgerProtocol.Flush.Instance, RealPatience));
        foreach (var id in _notes.Ids)
        {
            var status = Status(id);
            _notes.Live[id] = status.State;
            _notes.InFlight[id] = status.InFlight;
            _notes.Unwritten[id] = status.UnwrittenEvents;
        }
        var record = Record(wasKilled: false);
        Terminate();
        return record;
    }

    /// <summary>Kills it in the middle of whatever it is doing.</summary>
    public LifeRecord Kill()
    {
        var board = _actors.Board.Current;
        for (var i = 0; i < board.Catalog.Backends.Count; i++)
            _notes.Live[board.Catalog.Backends[i].Id] = board.States[i];
        _journal.Kill();
        var record = Record(wasKilled: true);
        Terminate();
        return record;
    }

    private void Terminate()
    {
        _journal.Kill();
        _ledger.IsDead = true;
        _upstream.Improvise = _ => UpstreamWords.Stalls();
        _loop.Settle(_system.Terminate());
    }

    private LifeRecord Record(bool wasKilled) => LifeRecords.Of(_house, this, _notes, _trace, _upstream, _journal, _faults, wasKilled);
}
