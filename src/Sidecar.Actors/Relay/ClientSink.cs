using System.IO.Pipelines;
using Akka;
using Akka.Streams;
using Akka.Streams.Stage;
using Sidecar.Dispatching;

namespace Sidecar.Relay;

/// <summary>A stream's sink: writes and flushes each piece to the client, and asks for the next when that was accepted. Its value
/// completes when no write is running any more.</summary>
internal sealed class ClientSink(PipeWriter client, StreamTap tap, ClientStall stall, CancellationToken clientGone)
    : GraphStageWithMaterializedValue<SinkShape<ReadOnlyMemory<byte>>, Task<ClientSink.End>>
{
    private readonly Inlet<ReadOnlyMemory<byte>> _in = new("client.in");

    /// <summary>How it ended.</summary>
    public enum End
    {
        Completed,
        ClientGone,
        ClientStalled,
        UpstreamFailed,
    }

    public override SinkShape<ReadOnlyMemory<byte>> Shape => new(_in);

    public override ILogicAndMaterializedValue<Task<End>> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var ended = new TaskCompletionSource<End>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new LogicAndMaterializedValue<Task<End>>(new Logic(this, client, tap, stall, ended, clientGone), ended.Task);
    }

    private sealed class Logic : GraphStageLogic
    {
        private readonly ClientSink _stage;
        private readonly PipeWriter _client;
        private readonly StreamTap _tap;
        private readonly ClientStall _stall;
        private readonly CancellationToken _clientGone;
        private readonly TaskCompletionSource<End> _ended;
        private readonly Action _resume;
        private Action<NotUsed> _onFlushed = null!;
        private ValueTask<FlushResult> _flush;
        private bool _isFlushing;
        private End? _endAfterFlush;

        public Logic(ClientSink stage, PipeWriter client, StreamTap tap, ClientStall stall, TaskCompletionSource<End> ended,
            CancellationToken clientGone) : base(stage.Shape)
        {
            (_stage, _client, _tap, _stall, _clientGone, _ended) = (stage, client, tap, stall, clientGone, ended);
            _resume = () => InlineRun.Run(static logic => logic._onFlushed(NotUsed.Instance), this);
            SetHandler(stage._in, onPush: OnPush, onUpstreamFinish: () => EndWith(End.Completed), onUpstreamFailure: _ =>
                EndWith(End.UpstreamFailed));
        }

        public override void PreStart()
        {
            // A running write must be waited for even if the upstream has already ended.
            SetKeepGoing(true);
            _onFlushed = GetAsyncCallback<NotUsed>(_ => OnFlushed());
            Pull(_stage._in);
        }

        // The materializer may be shut down at any time; whoever waits must not wait for ever.
        public override void PostStop() => _ended.TrySetResult(End.ClientGone);

        private void OnPush()
        {
            _tap.Pass(Grab(_stage._in).Span, _client);
            if (_tap.IsLost)
            {
                EndWith(End.UpstreamFailed);
                return;
            }
            if (_client is { CanGetUnflushedBytes: true, UnflushedBytes: 0 })
            {
                // Part of an event: nothing to flush until the rest has come.
                Pull(_stage._in);
                return;
            }
            // Consumed once, in IsTaken; a stage cannot await, it gets a callback.
#pragma warning disable CA2012
            _flush = _client.FlushAsync(_clientGone);
#pragma warning restore CA2012
            if (_flush.IsCompleted)
            {
                OnFlushed();
                return;
            }
            _isFlushing = true;
            _stall.Begin();
            _flush.GetAwaiter().UnsafeOnCompleted(_resume);
        }

        private void OnFlushed()
        {
            var isStalled = _isFlushing && _stall.End();
            _isFlushing = false;
            if (isStalled || !IsTaken())
                EndWith(isStalled ? End.ClientStalled : End.ClientGone);
            else if (_endAfterFlush is { } end)
                EndWith(end);
            else
                Pull(_stage._in);
        }

        private bool IsTaken()
        {
            try
            {
                var result = _flush.GetAwaiter().GetResult();
                return result is { IsCompleted: false, IsCanceled: false };
            }
            catch (Exception)
            {
                // Any exception from a write to a socket means that the client is gone.
                return false;
            }
        }

        private void EndWith(End end)
        {
            if (_isFlushing)
            {
                _endAfterFlush = end;
                return;
            }
            _ended.TrySetResult(end);
            CompleteStage();
        }
    }
}
