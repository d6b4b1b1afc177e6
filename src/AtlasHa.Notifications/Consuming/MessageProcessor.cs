using System.Diagnostics;
using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Messages;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Consuming;

/// <summary>
/// Takes the messages of one source in order, on the catalogue of one term. Each moves the source's position in the transaction of its effect, so
/// it has its effect once, whatever happens in between. One that is refused again and again goes to the failed ones, and the next has its turn.
/// </summary>
internal sealed partial class MessageProcessor(
    MessageSource source, MetadataCatalog catalog, MessageParser parser, ConsumerOptions options, ConsumerCounts counts, TimeProvider time, ILogger logger)
{
    /// <summary>Takes these messages and returns the position after the last one.</summary>
    /// <param name="messages">In order, without a gap in what is to be taken.</param>
    /// <param name="expected">The position as far as is known.</param>
    /// <param name="cancellationToken">Stops between two messages; those that were given to the store's writer may have been taken.</param>
    /// <exception cref="MessageOutOfOrderException">The position is another one: read it again.</exception>
    public Task<long> ProcessAsync(IReadOnlyList<IncomingMessage> messages, long expected, CancellationToken cancellationToken) =>
        FinishAsync(Start(messages, expected, cancellationToken), cancellationToken);

    /// <summary>
    /// Gives messages to the store's writer. What follows them may be started before they are finished: where one of these is refused, what follows is refused
    /// by the writer, because it is not its turn, and is given once more when it is finished.
    /// </summary>
    /// <inheritdoc cref="ProcessAsync"/>
    public StartedMessages Start(IReadOnlyList<IncomingMessage> messages, long expected, CancellationToken cancellationToken) =>
        new(messages, expected, GiveTogether(messages, 0, messages.Count, expected, cancellationToken));

    /// <summary>Sees to it that all of what was started is taken, and returns the position after it.</summary>
    /// <inheritdoc cref="ProcessAsync"/>
    public async Task<long> FinishAsync(StartedMessages started, CancellationToken cancellationToken)
    {
        var (messages, expected) = (started.Messages, started.Expected);
        var most = messages.Count;
        var early = started.Given;
        for (var taken = 0; taken < messages.Count; early = null)
        {
            var together = early ?? GiveTogether(messages, taken, most, expected, cancellationToken);
            var (count, refusal) = together.Piece is { } piece
                ? await PieceTakenAsync(piece, messages[taken], expected, cancellationToken).ConfigureAwait(false)
                : await TakenAsync(together, isEarly: early is not null).ConfigureAwait(false);
            if (count > 0)
                expected = messages[taken + count - 1].Offset + 1;
            taken += count;
            // A refused one has those after it given anew: of many refused ones in a row each would have all the others given once more.
            most = refusal is null ? Math.Min(2 * most, messages.Count) : 1;
            if (refusal is not null)
            {
                await RetryAsync(messages[taken], expected, refusal, assembled: null, cancellationToken).ConfigureAwait(false);
                expected = messages[taken++].Offset + 1;
            }
        }

        return expected;
    }

    /// <summary>Gives messages to the writer at once, so that they share a commit, up to one that has to wait for those before it.</summary>
    private GivenMessages GiveTogether(IReadOnlyList<IncomingMessage> messages, int from, int most, long expected, CancellationToken cancellationToken)
    {
        List<Task> steps = [];
        for (var i = from; i < messages.Count && steps.Count < most; i++)
        {
            try
            {
                var parsed = parser.Parse(messages[i].Body);
                // Whether a piece is the last one depends on those before it.
                if (parsed is HookMessage.Piece piece)
                    return new GivenMessages(steps, steps.Count == 0 ? piece : null, Malformed: null);

                steps.Add(TakeAsync(parsed, new MessageStep(source, expected, messages[i].Offset) { Bytes = messages[i].Bytes }, cancellationToken));
                expected = messages[i].Offset + 1;
            }
            catch (Exception failure) when (Refusals.IsRefusal(failure))
            {
                return new GivenMessages(steps, Piece: null, failure);
            }
        }

        return new GivenMessages(steps, Piece: null, Malformed: null);
    }

    /// <param name="isEarly">They were given before those before them were finished.</param>
    /// <returns>How many have been taken, and why the one after them has not, unless that was given too early.</returns>
    private async Task<(int Count, Exception? Refusal)> TakenAsync(GivenMessages given, bool isEarly)
    {
        for (var done = 0; done < given.Steps.Count; done++)
        {
            try
            {
                await given.Steps[done].ConfigureAwait(false);
                counts.Taken();
            }
            catch (Exception failure)
            {
                // Those after it were refused too: it was not their turn.
                await Task.WhenAll(given.Steps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (isEarly && done == 0 && failure is MessageOutOfOrderException) return (0, null);
                if (!Refusals.IsRefusal(failure)) throw;
                return (done, failure);
            }
        }

        return (given.Steps.Count, given.Malformed);
    }

    /// <returns>How many have been taken, and why the one after them has not.</returns>
    private async Task<(int Count, Exception? Refusal)> PieceTakenAsync(
        HookMessage.Piece piece, IncomingMessage message, long expected, CancellationToken cancellationToken)
    {
        try
        {
            await TakePieceAsync(piece, message, expected, cancellationToken).ConfigureAwait(false);
            return (1, null);
        }
        catch (Exception failure) when (Refusals.IsRefusal(failure))
        {
            return (0, failure);
        }
    }

    private Task TakeAsync(HookMessage message, MessageStep step, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case HookMessage.Whole whole:
                return catalog.Hooks.TakeAsync(step with { User = whole.User, Change = whole.Change }, cancellationToken);
            case HookMessage.Nothing nothing:
                LogPassedOver(logger, source.Topic, source.Partition, step.Offset, nothing.Reason);
                return catalog.Hooks.TakeAsync(step, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Keeps a piece; the last one is taken with the message that it makes whole.</summary>
    private async Task TakePieceAsync(HookMessage.Piece piece, IncomingMessage message, long expected, CancellationToken cancellationToken)
    {
        var step = new MessageStep(source, expected, message.Offset) { Bytes = message.Bytes };
        var kept = new MessagePiece(source, piece.Id, piece.Index, message.Offset, Time: 0, message.Body.ToArray());
        var there = await catalog.Hooks.CountPiecesAsync(source, piece.Id, cancellationToken).ConfigureAwait(false);
        if (there.Bytes + message.Body.Length > 2L * parser.MaxBytes)
            throw new MalformedMessageException($"the pieces of the split message {piece.Id} are longer than is allowed (AtlasHa:Notifications:MaxMessageBytes)");
        if (there.Count + 1 < piece.Count)
        {
            await catalog.Hooks.TakeAsync(step with { Piece = kept }, cancellationToken).ConfigureAwait(false);
            counts.Taken();
            return;
        }

        IReadOnlyList<MessagePiece> earlier = await catalog.Hooks.ReadPiecesAsync(source, piece.Id, cancellationToken).ConfigureAwait(false);
        var all = earlier.Where(other => other.Index != piece.Index).Append(kept).OrderBy(other => other.Index).ToList();
        if (all.Count < piece.Count)
        {
            // It came a second time.
            await catalog.Hooks.TakeAsync(step with { Piece = kept }, cancellationToken).ConfigureAwait(false);
            counts.Taken();
            return;
        }

        await TakeAssembledAsync(step with { Assembled = piece.Id }, message with { Body = Assemble(all) }, cancellationToken).ConfigureAwait(false);
    }

    private byte[] Assemble(List<MessagePiece> pieces) =>
        parser.Assemble([.. pieces.Select(each => parser.Parse(each.Body)).Cast<HookMessage.Piece>()]);

    private async Task TakeAssembledAsync(MessageStep step, IncomingMessage whole, CancellationToken cancellationToken)
    {
        try
        {
            var parsed = parser.Parse(whole.Body);
            if (parsed is HookMessage.Piece)
                throw new MalformedMessageException($"the split message {step.Assembled} is a piece itself when it is put together");
            await TakeAsync(parsed, step, cancellationToken).ConfigureAwait(false);
            counts.Taken();
        }
        catch (Exception refusal) when (Refusals.IsRefusal(refusal))
        {
            await RetryAsync(whole, step.Expected, refusal, step.Assembled, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tries a message that was refused as often as is set, and gives it up then.</summary>
    private async Task RetryAsync(
        IncomingMessage message, long expected, Exception refusal, string? assembled, CancellationToken cancellationToken)
    {
        var step = new MessageStep(source, expected, message.Offset) { Bytes = message.Bytes, Assembled = assembled };
        var tries = 1;
        // What cannot be read does not get better.
        for (var pause = options.RetryPause; refusal is not MalformedMessageException && tries < options.Tries; pause *= 2, tries++)
        {
            counts.Retried();
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            try
            {
                await TakeAsync(parser.Parse(message.Body), step, cancellationToken).ConfigureAwait(false);
                counts.Taken();
                return;
            }
            catch (Exception again) when (Refusals.IsRefusal(again))
            {
                refusal = again;
            }
        }

        LogGivenUp(logger, source.Topic, source.Partition, message.Offset, tries, refusal.Message);
        var failure = new FailedMessage(Id: 0, source, message.Offset, Time: 0, tries, refusal.Message, message.Body.ToArray());
        await catalog.Hooks.TakeAsync(step with { Failure = failure }, cancellationToken).ConfigureAwait(false);
        counts.GivenUp();
    }

    [LoggerMessage(1, LogLevel.Warning, "The message at offset {Offset} of {Topic} ({Partition}) was given up after {Tries} tries: {Reason}. "
        + "See `atlas-ha notifications`; it can be processed again from there, or dropped")]
    private static partial void LogGivenUp(ILogger logger, string topic, int partition, long offset, int tries, string reason);

    [LoggerMessage(2, LogLevel.Information, "The message at offset {Offset} of {Topic} ({Partition}) was passed over: {Reason}")]
    private static partial void LogPassedOver(ILogger logger, string topic, int partition, long offset, string reason);
}
