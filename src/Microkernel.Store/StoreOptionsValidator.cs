using Microsoft.Extensions.Options;

namespace Microkernel.Store;

/// <summary>Checks <see cref="StoreOptions"/>.</summary>
public sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Check(nameof(options.RequestSizeBytesMax), options.RequestSizeBytesMax, 1 << 10, 16 << 20);
        Check(nameof(options.TransactionOperationsMax), options.TransactionOperationsMax, 1, 100_000);
        Check(nameof(options.QuotaBytes), options.QuotaBytes, 1 << 20, long.MaxValue);
        Check(nameof(options.HistoryKept), options.HistoryKept ?? TimeSpan.MaxValue,
            TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
        Check(nameof(options.HistoryRevisionsMax), options.HistoryRevisionsMax, 1000, long.MaxValue);
        Check(nameof(options.UpkeepPeriod), options.UpkeepPeriod,
            TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));
        Check(nameof(options.WatchProgressPeriod), options.WatchProgressPeriod,
            TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        Check(nameof(options.ForwardTimeout), options.ForwardTimeout,
            TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        if (options.PeerScheme is not ("http" or "https"))
            failures.Add($"Store:{nameof(options.PeerScheme)} is '{options.PeerScheme}'; expected http or https.");
        if (string.IsNullOrEmpty(options.ClusterName))
            failures.Add($"Store:{nameof(options.ClusterName)} is empty; expected the cluster's name.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check<T>(string option, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                failures.Add($"Store:{option} is {value}; expected {least} to {most}.");
        }
    }
}
