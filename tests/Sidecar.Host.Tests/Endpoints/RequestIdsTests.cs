using Sidecar.Endpoints;

namespace Sidecar.Host.Tests.Endpoints;

public sealed class RequestIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void an_id_is_a_uuid_of_version_7_with_its_instant()
    {
        var id = RequestIds.New(Now, new Random(1));

        var uuid = Guid.ParseExact(id, "N");
        Assert.Equal((7, Now.ToUnixTimeMilliseconds()), (uuid.Version, Convert.ToInt64(id[..12], 16)));
        Assert.InRange(uuid.Variant, 8, 11);
    }

    [Fact]
    public void ids_of_one_instant_differ()
    {
        var chance = new Random(1);

        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => RequestIds.New(Now, chance)).Distinct().Count());
    }

    [Fact]
    public void a_later_id_sorts_behind_an_earlier_one()
    {
        var (earlier, later) = (RequestIds.New(Now, new Random(1)), RequestIds.New(Now.AddMilliseconds(1), new Random(2)));

        Assert.True(string.CompareOrdinal(earlier, later) < 0);
    }
}
