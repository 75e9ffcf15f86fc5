using System.Reflection;
using Akka.Actor;
using Akka.Serialization;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Journal;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Actors.Tests.Conventions;

/// <summary>Every message of a backend can be sent to another machine, with all its fields.</summary>
public sealed class BackendProtocolConventions : IDisposable
{
    private static readonly DateTimeOffset Instant = new(2030, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly LeaseKey Lease = new("r1", 3);
    private static readonly AttemptReport Report = new("m", AttemptVerdict.RateLimited, 7, TimeSpan.FromMilliseconds(1500),
        new Cause("r1", 2, 429, "Head", 1500, "alice"), AttemptPart.Ending);
    private readonly ActorSystem _system = ActorSystem.Create("conventions", "akka { loggers = [], stdout-loglevel = OFF }");

    private static readonly BackendState State = BackendState.Fresh.Apply([
        new CooldownEvents.V1.CooldownStarted(Instant, null, CooldownReason.Overloaded, Instant.AddSeconds(9), 2, 1,
            new Cause("r0", 1, 503)),
        new CooldownEvents.V1.CooldownStarted(Instant, "m", CooldownReason.RateLimited, Instant.AddSeconds(5), 1, 1,
            new Cause("r1", 1, 429)),
        new CooldownEvents.V1.CooldownEnded(Instant.AddSeconds(5), "m", false, new Cause(null)),
        new CooldownEvents.V1.ProbeLeased(Instant.AddSeconds(6), "m", Instant.AddSeconds(36), new Cause("r2", 1)),
    ]);

    private static readonly IBackendMessage[] Samples =
    [
        new RequestLease("a", Lease, 2, "m", 900, true),
        new LeaseGranted("a", Lease, Instant, 7, true, true, new LeasePlace(4, 9, null)),
        new LeaseRefused("a", Lease, LeaseRefusal.Tpm, Instant, Instant),
        new LeaseRefused("a", Lease, LeaseRefusal.Recovering, null, Instant),
        new ReportAttempt("a", Lease, Report),
        new CompleteLease("a", Lease, Report, 12, true),
        new CompleteLease("a", Lease, null, null),
        new ReturnLease("a", Lease, "m"),
        new Cool("a", "m", TimeSpan.FromSeconds(9), "alice", "repairs"),
        new EndRests("a", null, "alice", null),
        new Overridden("a", 2),
        new GetStatus("a"),
        new AwaitWritten("a"),
        new Written("a"),
    ];

    public static TheoryData<Type> Types => [.. typeof(BackendProtocol).GetNestedTypes().Where(t => t.IsClass)];

    [Theory, MemberData(nameof(Types))]
    public void every_message_round_trips(Type type)
    {
        if (type == typeof(BackendStatus))
        {
            var status = (BackendStatus)Again(new BackendStatus("a", State, 3, 4, 5, DateTimeOffset.UnixEpoch));
            Assert.Equal(new BackendStatus("a", State, 3, 4, 5, DateTimeOffset.UnixEpoch), status with { State = State });
            Assert.Equal(BackendStateCodec.Write(State), BackendStateCodec.Write(status.State));
            return;
        }
        if (type == typeof(ReportLimits))
        {
            var said = new ReportLimits("a", Lease, [new NamedBucket(
                "x-ratelimit-remaining", true, false, TimeSpan.FromDays(1), 9, 3, Instant)]);
            Assert.Equal(said.Said, ((ReportLimits)Again(said)).Said);
            Assert.Equal(said.Said, ((CompleteLease)Again(new CompleteLease("a", Lease, null, null, Said: said.Said))).Said);
            return;
        }
        var samples = Samples.Where(s => s.GetType() == type).ToList();
        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.Equal(sample, Again(sample)));
    }

    // Records compare lists by reference, so the samples above contain none.
    [Fact]
    public void the_leases_that_came_back_round_trip() => Assert.Equal(
        [3, 5], ((LeaseGranted)Again(new LeaseGranted("a", Lease, Instant, 7, false, true, new LeasePlace(6, 9, [3, 5])))).Place.Returned);

    [Theory, MemberData(nameof(Types))]
    public void every_message_is_a_sealed_record_that_names_its_backend(Type type)
    {
        Assert.True(type.IsSealed && IsRecord(type), type.Name);
        Assert.True(typeof(IBackendMessage).IsAssignableFrom(type), type.Name);
    }

    [Theory, MemberData(nameof(Types))]
    public void no_message_holds_what_cannot_leave_the_process(Type type) =>
        Assert.DoesNotContain(Reach(type), t => typeof(ICanTell).IsAssignableFrom(t) || typeof(Task).IsAssignableFrom(t)
            || typeof(Delegate).IsAssignableFrom(t) || t == typeof(object));

    [Fact]
    public void every_protocol_is_made_of_sealed_records()
    {
        var protocols = typeof(SidecarActors).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Protocol", StringComparison.Ordinal) && t is { IsAbstract: true, IsSealed: true });
        var messages = protocols.SelectMany(t => t.GetNestedTypes()).Where(t => t.IsClass).ToList();

        Assert.True(messages.Count > 15, "the protocols were not found");
        Assert.All(messages, t => Assert.True(t.IsSealed && IsRecord(t), t.FullName));
    }

    public void Dispose() => _system.Terminate().Wait();

    private object Again(object message)
    {
        var serializer = new BackendProtocolSerializer((ExtendedActorSystem)_system);
        return serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static HashSet<Type> Reach(Type type)
    {
        var seen = new HashSet<Type>();
        var open = new Stack<Type>([type]);
        while (open.TryPop(out var next))
            if (seen.Add(next) && next.Namespace?.StartsWith("Sidecar", StringComparison.Ordinal) == true && !next.IsEnum)
                foreach (var property in next.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                    open.Push(property.PropertyType);
        return seen;
    }
}
