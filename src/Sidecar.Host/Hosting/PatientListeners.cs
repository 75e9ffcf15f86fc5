using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Hosting;

/// <summary>Listens like Kestrel, but accepts no connection while there is no file descriptor to spare: new connections wait in the
/// system's queue until others have closed.</summary>
internal sealed class PatientListeners(SocketTransportFactory sockets, Shortages shortages, TimeProvider time) : IConnectionListenerFactory,
    IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), shortages, time);

    private sealed class Listener(IConnectionListener inner, Shortages shortages, TimeProvider time) : IConnectionListener
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (!Descriptors.OfProcess.TakeForClient())
            {
                shortages.Note(Shortages.Descriptors);
                await Task.Delay(Pause, time, CancellationToken.None);
                if (_unbound.IsCancellationRequested || cancellationToken.IsCancellationRequested)
                    return null;
            }
            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is null)
                Descriptors.OfProcess.ClientGone();
            else
                connection.ConnectionClosed.UnsafeRegister(static of => ((Descriptors)of!).ClientGone(), Descriptors.OfProcess);
            return connection;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            _unbound.Dispose();
        }
    }
}
