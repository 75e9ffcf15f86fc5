using Sidecar.Host.Proxy;

namespace Sidecar.Host.Tests.Proxy;

public sealed class RequestIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.Zero);
    private readonly RequestIds _ids = new(seed: 1);

    [Fact]
    public void an_id_is_a_uuid_of_version_7_with_its_instant()
    {
        var id = _ids.Of(Now, 5);

        var uuid = Guid.ParseExact(id, "N");
        Assert.Equal((7, Now.ToUnixTimeMilliseconds()), (uuid.Version, Convert.ToInt64(id[..12], 16)));
        Assert.InRange(uuid.Variant, 8, 11);
    }

    [Fact]
    public void ids_of_one_instant_differ()
    {
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(turn => _ids.Of(Now, turn)).Distinct().Count());
    }

    [Fact]
    public void ids_of_two_processes_differ()
    {
        Assert.NotEqual(_ids.Of(Now, 0), new RequestIds(seed: 2).Of(Now, 0));
    }

    [Fact]
    public void a_later_id_sorts_behind_an_earlier_one()
    {
        Assert.True(string.CompareOrdinal(_ids.Of(Now, 7), _ids.Of(Now.AddMilliseconds(1), 6)) < 0);
    }
}
