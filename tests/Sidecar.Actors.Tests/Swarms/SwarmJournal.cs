using Akka.Actor;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>The direct journal on a disk that is slow, fails, does not confirm what it wrote, or is torn by a crash.</summary>
internal sealed class SwarmJournal(KitStore store, SwarmPlan plan, Func<TimeSpan> elapsed)
{
    private readonly Spell _fails = new(plan, SwarmFault.FailingJournal, "journal");
    private readonly Spell _lies = new(plan, SwarmFault.LyingJournal, "journal");
    private readonly Random _chance = plan.Chance("journal");

    public bool IsCalm { get; set; }

    /// <summary>Opens it for one process.</summary>
    public Handle Open(Func<IScheduler> scheduler) => new(this, scheduler);

    internal sealed class Handle(SwarmJournal disk, Func<IScheduler> scheduler) : IDirectJournal
    {
        private readonly List<DirectEntry> _waiting = [];
        private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
        private bool _isBusy;
        private TimeSpan _retry = TimeSpan.FromMilliseconds(50);

        public bool IsDead { get; private set; }

        /// <summary>Owners that got no certain answer and have to read the journal.</summary>
        public List<IActorRef> Unsure { get; } = [];

        /// <summary>Everything that this process meant to write, by persistence id and number.</summary>
        public Dictionary<string, SortedDictionary<long, IBackendEvent>> Meant { get; } = new(StringComparer.Ordinal);

        public void Append(DirectEntry entry)
        {
            if (IsDead)
                return;
            if (!Meant.TryGetValue(entry.PersistenceId, out var meant))
                Meant[entry.PersistenceId] = meant = [];
            meant[entry.Number] = entry.Event;
            _waiting.Add(entry);
            if (_isBusy)
                return;
            _isBusy = true;
            Later(disk.IsCalm || !disk.Plan.Has(SwarmFault.SlowJournal) ? TimeSpan.Zero
                : TimeSpan.FromMilliseconds(disk._chance.Next(400)));
        }

        /// <summary>The process is killed. The first part of what was under way may be on the disk.</summary>
        public void Kill()
        {
            IsDead = true;
            if (disk.Plan.Has(SwarmFault.TornJournal) && _waiting.Count > 0)
                foreach (var entry in _waiting.Take(disk._chance.Next(_waiting.Count + 1)).Where(IsTaken))
                    Write(entry);
        }

        private void Later(TimeSpan delay)
        {
            if (delay == TimeSpan.Zero)
                Flush();
            else
                scheduler().Advanced.ScheduleOnce(delay, Flush);
        }

        private void Flush()
        {
            if (IsDead)
                return;
            if (!disk.IsCalm && disk._fails.IsOn(disk.Elapsed()))
            {
                if (_retry == TimeSpan.FromMilliseconds(50))
                    Tell([.. _waiting], last => new JournalProtocol.Delayed(last.Number, new IOException("the disk is full")));
                _retry = _retry * 2 < TimeSpan.FromSeconds(3) ? _retry * 2 : TimeSpan.FromSeconds(3);
                Later(_retry);
                return;
            }
            _retry = TimeSpan.FromMilliseconds(50);
            var taken = _waiting.Where(IsTaken).ToList();
            _waiting.Clear();
            _isBusy = false;
            taken.ForEach(Write);
            var liesAbout = !disk.IsCalm && taken.Count > 0 && disk._lies.Strikes(disk.Elapsed()) ? taken[0].PersistenceId : null;
            Tell([.. taken.Where(entry => entry.PersistenceId != liesAbout)], last => new JournalProtocol.Recorded(last.Number));
            if (liesAbout is null)
                return;
            _refused.Add(liesAbout);
            Unsure.Add(taken[0].Owner);
            taken[0].Owner.Tell(JournalProtocol.NotRecorded.Instance, ActorRefs.NoSender);
        }

        private bool IsTaken(DirectEntry entry)
        {
            if (entry.IsAnew)
                _refused.Remove(entry.PersistenceId);
            return !_refused.Contains(entry.PersistenceId);
        }

        private void Write(DirectEntry entry)
        {
            var (manifest, bytes) = BackendEventCodec.Write(entry.Event);
            var stored = disk.Store.EventsOf(entry.PersistenceId);
            // An event whose commit was never confirmed is written only once.
            if (stored.Count >= entry.Number && stored[(int)entry.Number - 1].Bytes.AsSpan().SequenceEqual(bytes))
                return;
            disk.Store.AppendAsync(
                [new KitStore.Entry(entry.PersistenceId, entry.Number, BackendEventSerializer.FixedIdentifier, manifest, bytes,
                entry.Event.At)]).GetAwaiter().GetResult();
        }

        private static void Tell(IReadOnlyList<DirectEntry> entries, Func<DirectEntry, object> word)
        {
            foreach (var own in entries.GroupBy(entry => entry.PersistenceId))
                own.Last().Owner.Tell(word(own.Last()), ActorRefs.NoSender);
        }
    }

    private SwarmPlan Plan => plan;

    private KitStore Store => store;

    private TimeSpan Elapsed() => elapsed();
}
