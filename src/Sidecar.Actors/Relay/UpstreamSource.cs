using Akka;
using Akka.Streams;
using Akka.Streams.Stage;
using Sidecar.Dispatching;

namespace Sidecar.Relay;

/// <summary>A stream's source: one read for each demand, so that a client that reads nothing makes the upstream wait.</summary>
/// <remarks>If a read takes long, a comment may be sent instead; the read continues.</remarks>
internal sealed class UpstreamSource(UpstreamReading reading, StreamTap tap) : GraphStage<SourceShape<ReadOnlyMemory<byte>>>
{
    private static readonly ReadOnlyMemory<byte> Comment = ": keep-alive\n\n"u8.ToArray();

    private readonly Outlet<ReadOnlyMemory<byte>> _out = new("upstream.out");

    public override SourceShape<ReadOnlyMemory<byte>> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, reading, tap);

    private sealed class Logic : TimerGraphStageLogic
    {
        private readonly UpstreamSource _stage;
        private readonly UpstreamReading _reading;
        private readonly StreamTap _tap;
        private readonly Action _resume;
        private Action<NotUsed> _onRead = null!;
        private ValueTask<ReadOnlyMemory<byte>> _read;
        private bool _isReading;
        private bool _isRead;

        public Logic(UpstreamSource stage, UpstreamReading reading, StreamTap tap) : base(stage.Shape)
        {
            (_stage, _reading, _tap) = (stage, reading, tap);
            _resume = () => InlineRun.Run(static logic => logic._onRead(NotUsed.Instance), this);
            SetHandler(stage._out, onPull: OnPull, onDownstreamFinish: cause =>
            {
                _reading.Cancel();
                CancelStage(cause);
            });
        }

        private TimeSpan KeepAlive => _reading.Settings.KeepAlive;

        public override void PreStart() => _onRead = GetAsyncCallback<NotUsed>(_ => OnRead());

        protected override void OnTimer(object timerKey)
        {
            if (_isReading && IsAvailable(_stage._out) && _tap.IsAtBoundary)
                Push(_stage._out, Comment);
        }

        private void OnPull()
        {
            if (_isRead)
            {
                Deliver();
                return;
            }
            if (!_isReading)
            {
                // Consumed once, in Deliver; a stage cannot await, it gets a callback.
#pragma warning disable CA2012
                _read = _reading.ReadAsync();
#pragma warning restore CA2012
                if (_read.IsCompleted)
                {
                    Deliver();
                    return;
                }
                _isReading = true;
                _read.GetAwaiter().UnsafeOnCompleted(_resume);
            }
            if (KeepAlive > TimeSpan.Zero)
                ScheduleOnce(nameof(KeepAlive), KeepAlive);
        }

        private void OnRead()
        {
            (_isReading, _isRead) = (false, true);
            if (KeepAlive > TimeSpan.Zero)
                CancelTimer(nameof(KeepAlive));
            if (IsAvailable(_stage._out))
                Deliver();
        }

        private void Deliver()
        {
            _isRead = false;
            ReadOnlyMemory<byte> bytes;
            try
            {
                bytes = _read.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                FailStage(e);
                return;
            }
            if (bytes.IsEmpty)
                Complete(_stage._out);
            else
                Push(_stage._out, bytes);
        }
    }
}
