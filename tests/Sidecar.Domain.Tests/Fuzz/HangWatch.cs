namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Ends the process with the input in its last words where a reader never comes back: nothing else could.</summary>
internal sealed class HangWatch : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(30);

    private readonly string _reader;
    private readonly Timer _timer;
    private byte[]? _bytes;
    private byte[]? _seen;

    public HangWatch(string reader)
    {
        _reader = reader;
        _timer = new Timer(_ => Look(), null, Never, Never);
    }

    public void Begin(byte[] bytes) => Volatile.Write(ref _bytes, bytes);

    public void End() => Volatile.Write(ref _bytes, null);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var bytes = Volatile.Read(ref _bytes);
        if (bytes is not null && ReferenceEquals(bytes, _seen))
            Environment.FailFast($"{_reader} hangs: {Convert.ToBase64String(bytes)}");
        _seen = bytes;
    }
}
