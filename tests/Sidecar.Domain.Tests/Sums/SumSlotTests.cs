using CsCheck;
using Sidecar.Domain.Sums;

namespace Sidecar.Domain.Tests.Sums;

public sealed class SumSlotTests
{
    private static readonly string[] Labels = ["a", "b", "", "*", "żółć"];

    private static readonly Gen<SumSlot> Slots =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4].Select(i => Labels[i]), Gen.Int[0, SumCell.Size - 1],
            Gen.Long[1, long.MaxValue / 100]).Array[0, 30].Select(adds =>
            {
                var slot = new SumSlot();
                foreach (var (dimension, label, index, value) in adds)
                    slot.Cell((SumDimension)dimension, label).AddAt(index, value);
                return slot;
            });

    [Fact]
    public void a_slot_is_read_back_as_it_was_written() =>
        Slots.Sample(slot => Same(slot, SumSlotBytes.Read(SumSlotBytes.Write(slot, 64))));

    [Fact]
    public void its_stored_form_does_not_change()
    {
        var slot = new SumSlot();
        slot.Cell(SumDimension.Backend, "nim").Add(Measure.Attempts, 300);
        slot.Cell(SumDimension.Backend, "nim").AddLatency(2);
        slot.Cell(SumDimension.Client, null).Add(Measure.Answered);

        Assert.Equal("01" + "01" + "036E696D" + "02" + "0AAC02" + "1801" + "00" + "01" + "00" + "01" + "0001",
            Convert.ToHexString(SumSlotBytes.Write(slot, 8)));
    }

    [Fact]
    public void any_bytes_are_a_slot_or_refused() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            SumSlotBytes.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // Refused.
        }
    });

    [Fact]
    public void the_largest_labels_stay_and_the_others_are_added_up()
    {
        var slot = new SumSlot();
        for (var i = 1; i <= 5; i++)
            slot.Cell(SumDimension.Model, $"m{i}").Add(Measure.Attempts, i);

        var kept = SumSlotBytes.Read(SumSlotBytes.Write(slot, 3)).By(SumDimension.Model);

        Assert.Equal(["*", "m4", "m5"], kept.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1 + 2 + 3, kept["*"][Measure.Attempts]);
    }

    [Fact]
    public void names_that_clients_choose_do_not_make_it_grow()
    {
        var slot = new SumSlot();
        for (var i = 0; i < 10_000; i++)
            slot.Cell(SumDimension.Model, $"model-{i}{new string('x', i % 300)}").Add(Measure.Attempts);

        Assert.InRange(slot.By(SumDimension.Model).Count, 1, SumSlot.MostLabels + 1);
        Assert.Equal(10_000, slot.By(SumDimension.Model).Values.Sum(cell => cell[Measure.Attempts]));
        Assert.InRange(SumSlotBytes.Write(slot, 24).Length, 1, 3_000);
    }

    [Fact]
    public void a_sum_that_does_not_fit_stays_at_the_most()
    {
        var cell = new SumCell();
        cell.Add(Measure.Cost, long.MaxValue);
        cell.Add(Measure.Cost, 1);

        Assert.Equal(long.MaxValue, cell[Measure.Cost]);
    }

    [Fact]
    public void adding_slots_is_adding_what_they_were_made_from() => Gen.Select(Slots, Slots).Sample((a, b) =>
    {
        var sum = new SumSlot();
        sum.Add(a);
        sum.Add(b);
        var other = new SumSlot();
        other.Add(b);
        other.Add(a);
        Same(sum, other);
    });

    [Fact]
    public void what_is_unknown_is_not_zero()
    {
        var cell = new SumCell();
        cell.Add(Measure.Attempts);
        Assert.Null(cell.Tokens);
        Assert.Null(cell.Cost);

        cell.Add(Measure.Priced);
        Assert.Equal(0m, cell.Cost);
    }

    private static void Same(SumSlot a, SumSlot b)
    {
        for (var dimension = SumDimension.Backend; dimension <= SumDimension.Client; dimension++)
        {
            Assert.Equal(a.By(dimension).Keys.Order(StringComparer.Ordinal), b.By(dimension).Keys.Order(StringComparer.Ordinal));
            foreach (var (label, cell) in a.By(dimension))
                Assert.Equal(cell.Values.ToArray(), b.By(dimension)[label].Values.ToArray());
        }
    }
}
