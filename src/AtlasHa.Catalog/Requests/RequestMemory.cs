using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Requests;

/// <summary>
/// The writes of one term. One that has a key is carried out at most once over all terms: its answer is stored in the transaction of the change
/// and looked for in the same transaction before anything is done, so that two repeats at once cannot both run. What fails is not remembered.
/// </summary>
/// <param name="retention">How long an answer is kept at least, if it is among the newest.</param>
/// <param name="newest">How many are kept.</param>
internal sealed class RequestMemory(WriteQueue queue, TimeSpan retention, int newest)
{
    /// <summary>After so many remembered writes up to twice as many old ones are forgotten: the store cannot grow, and no write pays for many.</summary>
    private const int ForgetEvery = 64;

    // Only used by work in the queue, which runs one after the other.
    private int _sinceForgetting;

    /// <inheritdoc cref="WriteQueue.RunAsync"/>
    /// <exception cref="AtlasException">ATLASHA-422-001: the id was used for another request.</exception>
    public Task<T> RunAsync<T>(
        RequestKey? key, Func<ICatalogWriter, CancellationToken, Task<T>> work, WriteOptions options, CancellationToken cancellationToken)
        where T : IWriteAnswer<T> => key is null
        ? queue.RunAsync(work, options, cancellationToken)
        : queue.RunAsync(
            (writer, cancel) => OnceAsync(key, work, writer, cancel), options with { Reads = options.Reads with { Request = key.Name } }, cancellationToken);

    /// <summary>This write as it was carried out before; null when it was not, or not lately.</summary>
    /// <exception cref="AtlasException">ATLASHA-422-001: the id was used for another request.</exception>
    public static async Task<RememberedRequest?> FindAsync(RequestKey key, ICatalogWriter writer, CancellationToken cancellationToken)
    {
        if (await writer.FindRequestAsync(key.User, key.RequestId, cancellationToken).ConfigureAwait(false) is not { } earlier)
            return null;
        return key.IsRepeatOf(earlier) ? earlier : throw new AtlasException(AtlasHaErrorCode.RequestIdReused, key.RequestId, earlier.Kind);
    }

    public static T AnswerOf<T>(RememberedRequest earlier)
        where T : IWriteAnswer<T> => AtlasJson.Parse<T>(earlier.Answer).AsReplayed();

    private async Task<T> OnceAsync<T>(
        RequestKey key, Func<ICatalogWriter, CancellationToken, Task<T>> work, ICatalogWriter writer, CancellationToken cancellationToken)
        where T : IWriteAnswer<T>
    {
        if (await FindAsync(key, writer, cancellationToken).ConfigureAwait(false) is { } earlier)
            return AnswerOf<T>(earlier);

        var answer = await work(writer, cancellationToken).ConfigureAwait(false);
        await writer.RememberRequestAsync(key.Answered(writer.Epoch, AtlasJson.Write(answer)), cancellationToken).ConfigureAwait(false);
        if (++_sinceForgetting >= ForgetEvery)
        {
            await writer.ForgetRequestsAsync(retention, newest, 2 * ForgetEvery, cancellationToken).ConfigureAwait(false);
            _sinceForgetting = 0;
        }
        return answer;
    }
}
