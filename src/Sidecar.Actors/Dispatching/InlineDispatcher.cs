using Akka.Configuration;
using Akka.Dispatch;

namespace Sidecar.Dispatching;

/// <summary>Runs the actors of the request path on the threads that send them messages.</summary>
/// <remarks>Not for actors that block: they would hold up the thread that reads a socket.</remarks>
public sealed class InlineDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <summary>Its path in the configuration.</summary>
    public const string Path = "akka.actor.sidecar-inline";

    protected override void ExecuteTask(IRunnable run) => InlineRun.Schedule(run);

    protected override void Shutdown()
    {
    }
}

/// <summary>The configurator that the dispatcher's <c>type</c> names in the configuration.</summary>
public sealed class InlineDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly InlineDispatcher _dispatcher;

    public InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new InlineDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
