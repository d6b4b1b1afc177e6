namespace AtlasHa.Storage.Tests.Queue;

public sealed class WriteQueueStopTests : WriteQueueFixture
{
    protected override TimeSpan StopTimeout => TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Disposal_cancels_work_that_does_not_end()
    {
        var held = await HoldAsync();

        await Queue.DisposeAsync().AsTask().Within();

        await Should.ThrowAsync<OperationCanceledException>(held.Answer.Within());
        (await StoredAsync("0")).ShouldBe("");
    }
}
