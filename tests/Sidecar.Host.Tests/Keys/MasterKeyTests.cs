using System.Buffers.Text;
using Sidecar.Host.Keys;

namespace Sidecar.Host.Tests.Keys;

public sealed class MasterKeyTests
{
    private const string First = "first-master-key-of-these-tests-0123";
    private const string Second = "second-master-key-of-these-tests-012";

    private readonly MasterKeys _first = new([new MasterKey(First)]);

    [Fact]
    public void what_is_sealed_opens_for_its_own_purpose_alone()
    {
        var box = _first.Seal("s3cret", "a");

        Assert.True(_first.TryOpen(box, "a", out var plain, out _));
        Assert.Equal("s3cret", plain);
        Assert.False(_first.TryOpen(box, "b", out _, out _));
        Assert.DoesNotContain("s3cret", box, StringComparison.Ordinal);
        Assert.NotEqual(box, _first.Seal("s3cret", "a"));
    }

    [Fact]
    public void every_changed_byte_is_noticed()
    {
        var box = _first.Seal("s3cret", "a");
        var start = box.LastIndexOf('.') + 1;
        var bytes = Base64Url.DecodeFromChars(box.AsSpan(start));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.False(_first.TryOpen(box[..start] + Base64Url.EncodeToString(changed), "a", out _, out var fault));
            Assert.Contains("damaged", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void the_first_key_seals_and_the_older_ones_still_open()
    {
        var old = _first.Seal("s3cret", "a");
        var both = new MasterKeys([new MasterKey(Second), new MasterKey(First)]);

        Assert.True(both.TryOpen(old, "a", out _, out _));
        Assert.Equal((false, true), (both.IsCurrent(old), both.IsCurrent(both.Seal("s3cret", "a"))));
    }

    [Fact]
    public void a_wrong_key_is_named_by_its_id_and_nothing_else()
    {
        var wrong = new MasterKeys([new MasterKey(Second)]);

        Assert.False(wrong.TryOpen(_first.Seal("s3cret", "a"), "a", out _, out var fault));

        Assert.Contains(_first.Current!.Id, fault, StringComparison.Ordinal);
        Assert.Contains(wrong.Current!.Id, fault, StringComparison.Ordinal);
        Assert.All([First, Second, "s3cret"], secret => Assert.DoesNotContain(secret, fault, StringComparison.Ordinal));
        Assert.False(MasterKeys.None.TryOpen("v9.x.y", "a", out _, out var unknown));
        Assert.Contains("does not know", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(First, 1, "")]
    [InlineData(Second + "," + First, 2, "")]
    [InlineData(Second + "\n" + First + "\n", 2, "")]
    [InlineData(First + "," + First, 1, "")]
    [InlineData("", 0, "")]
    [InlineData("  ", 0, "")]
    [InlineData("too-short", 0, "fewer than 32")]
    public void keys_come_from_the_variable_newest_first(string value, int count, string expected)
    {
        var keys = MasterKeyReader.Read("", new Dictionary<string, string> { ["SIDECAR_MASTER_KEY"] = value }, out var fault);

        Assert.Equal((count, count == 2 ? new MasterKey(Second).Id : keys.Current?.Id), (keys.Ids.Count, keys.Current?.Id));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void a_file_and_a_variable_at_once_and_a_missing_file_are_faults()
    {
        MasterKeyReader.Read("/not/there", new Dictionary<string, string>(), out var missing);
        MasterKeyReader.Read("/not/there", new Dictionary<string, string> { ["SIDECAR_MASTER_KEY"] = First }, out var both);

        Assert.Equal("the file does not exist", missing);
        Assert.Contains("keep one of them", both, StringComparison.Ordinal);
    }
}
