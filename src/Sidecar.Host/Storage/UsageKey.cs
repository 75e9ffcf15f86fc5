using System.Linq.Expressions;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>The common values of the rows in one line of a usage report; columns not grouped by are null. <paramref name="Day"/> counts
/// from 1970.</summary>
internal sealed record UsageKey(string? Backend, string? Model, string? Client, long? Day)
{
    /// <summary>Builds the selector, so that SQL groups only by the requested columns.</summary>
    public static Expression<Func<AttemptRecord, UsageKey>> By(IReadOnlyList<UsageColumn> columns)
    {
        Expression<Func<AttemptRecord, long?>> day = row => row.At / LedgerUnits.MicrosecondsPerDay;
        var row = day.Parameters[0];
        var values = Enum.GetValues<UsageColumn>().Select(column => (Asked: columns.Contains(column), column) switch
        {
            (false, UsageColumn.Day) => Expression.Constant(null, typeof(long?)),
            (false, _) => Expression.Constant(null, typeof(string)),
            (true, UsageColumn.Day) => day.Body,
            (true, _) => Expression.Property(row, column.ToString()),
        });
        var members = Enum.GetNames<UsageColumn>().Select(name => typeof(UsageKey).GetProperty(name)!);
        return Expression.Lambda<Func<AttemptRecord, UsageKey>>(
            Expression.New(typeof(UsageKey).GetConstructors().Single(), values, members), row);
    }
}
