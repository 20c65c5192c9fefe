using System.Collections.Frozen;
using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>
/// Keeps what this node trusts and shows in step with the store and its files: authorities, revocations, its own
/// certificate; ends connections that are no longer trusted. Nothing of it needs a restart.
/// </summary>
internal sealed partial class TrustFollower : BackgroundService
{
    private static readonly TimeSpan TurnInterval = TimeSpan.FromSeconds(5);

    private readonly TlsEnds _tls;
    private readonly CoreOptions _options;
    private readonly ClusterTracker _tracker;
    private readonly AuthorityKeeper _authority;
    private readonly OwnCertificate _own;
    private readonly DataKeyRing _keys;
    private readonly IncomingConnections _incoming;
    private readonly IQuorum _quorum;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<TrustFollower> _logger;
    private readonly Signal _signal = new();
    private FrozenSet<string> _revoked = FrozenSet<string>.Empty;
    private DateTime _filesRead = DateTime.MinValue;

    public TrustFollower(
        TlsEnds tls, CoreOptions options, ClusterTracker tracker, AuthorityKeeper authority, OwnCertificate own,
        DataKeyRing keys, IncomingConnections incoming, IQuorum quorum, StateWriter writer, NodeIdentity self,
        TimeProvider time, ILogger<TrustFollower> logger)
    {
        (_tls, _options, _tracker, _authority, _own, _keys) = (tls, options, tracker, authority, own, keys);
        (_incoming, _quorum, _writer, _self, _time, _logger) = (incoming, quorum, writer, self, time, logger);
        _tracker.Changed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                ReloadChangedFiles();
                FollowRevocations();
                FollowAuthorities();
                if (_quorum.HasQuorum && _tracker.Current.Revision > 0) await WriteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(_logger, e.Message);
            }
            await _signal.WaitAsync(TurnInterval, _time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Many changes of the store come together; none of these is in a hurry.
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An operator's PKI renews by replacing the files.</summary>
    private void ReloadChangedFiles()
    {
        var files = _options.TlsFiles;
        var written = new[] { files.Certificate!, files.Key!, files.Authorities }.Max(File.GetLastWriteTimeUtc);
        if (written == _filesRead) return;
        var first = _filesRead == DateTime.MinValue;
        _filesRead = written;
        if (first) return;
        _tls.Identity.Reload();
        LogReloaded(_logger, _tls.Identity.Certificate?.SerialNumber ?? "", _tls.Identity.Authorities.Count);
    }

    private void FollowRevocations()
    {
        var snapshot = _tracker.Current;
        if (!_revoked.SetEquals(snapshot.Revoked.Keys))
        {
            _revoked = snapshot.Revoked.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            _tls.Identity.Revoke(_revoked);
        }
        var now = _time.GetUtcNow();
        var ended = _incoming.EndDistrusted(_revoked, now);
        if (ended > 0) LogEnded(_logger, ended);
        _tls.EndDistrusted(_revoked, now);
    }

    private void FollowAuthorities()
    {
        if (_tracker.Current.Authority is null || _options.TlsAuthorities.Length > 0) return;
        var wanted = _authority.Authorities;
        var known = _tls.Identity.Authorities.Select(CertificateAuthority.FingerprintOf).ToHashSet();
        if (known.SetEquals(wanted.Select(CertificateAuthority.FingerprintOf))) return;
        PemFiles.WritePublic(_options.Pki.Authorities, PemFiles.Text(wanted));
        _tls.Identity.Reload();
        LogReloaded(_logger, _tls.Identity.Certificate?.SerialNumber ?? "", _tls.Identity.Authorities.Count);
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var snapshot = _tracker.Current;
        if (snapshot.Authority is null && FoundingAuthority.Read(_options.Pki.FoundingAuthority) is { } founding)
            await _authority.FoundAsync(founding, ct);
        if (await _own.RenewIfDueAsync(ct)) LogRenewed(_logger, _tls.Identity.Certificate!.SerialNumber);
        var record = new TrustRecord
        {
            Authorities = { _tls.Identity.Authorities.Select(CertificateAuthority.FingerprintOf) },
            OwnAuthority = _own.AuthorityFingerprint ?? "",
            Serial = _tls.Identity.Certificate?.SerialNumber ?? "",
            DataKeys = { _keys.Keys.Select(key => key.Id) },
        };
        if (!record.Equals(snapshot.Trust.GetValueOrDefault(_self.Node)))
            await _writer.PutAsync(StateKeys.TrustOf(_self.Node), record, ct);
    }
}
