"""The plainest PyTorch there is: one thread, float32, tensors in memory and row-major, no data loader, no masks, no logging.

It is what a careful person writes who wants speed; LotteryLab should be faster than this. See docs/developers/benchmarks.md.
"""
import torch
import torch.nn.functional as F

from workloads import CLASSES, SHAPES, Clock, prepare, read_options

EVALUATION_BATCH = 2000


def random_data(count, shape, device):
    return torch.randn(count, *shape).to(device), torch.randint(0, CLASSES, (count,)).to(device)


def evaluate(model, images, labels):
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(images), EVALUATION_BATCH):
            part, answers = images[start:start + EVALUATION_BATCH], labels[start:start + EVALUATION_BATCH]
            logits = model(part)
            loss += F.cross_entropy(logits, answers, reduction="sum").item()
            right += (logits.argmax(1) == answers).sum().item()
    return loss / len(images), right / len(images)


def train(model, update, options, clock):
    images, labels = random_data(options.images, SHAPES[options.network], options.device)
    test = random_data(options.test_images, SHAPES[options.network], options.device) if options.test_images else None
    model.train()
    position, order = options.images, None
    for _ in range(options.warmup + options.steps):
        if position + options.batch > options.images:
            order, position = torch.randperm(options.images, device=options.device), 0
        index = order[position:position + options.batch]
        position += options.batch
        clock.tick()
        update.zero_grad()
        F.cross_entropy(model(images[index]), labels[index]).backward()
        update.step()
    clock.stop()
    return test


def main():
    options = read_options(__doc__)
    model, update = prepare(options)
    clock = Clock(options.warmup, options.device)
    if options.mode == "evaluate":
        images, labels = random_data(options.test_images, SHAPES[options.network], options.device)
        for _ in range(options.warmup + options.steps):
            clock.tick()
            evaluate(model, images, labels)
        clock.stop()
        clock.report()
        return
    test = train(model, update, options, clock)
    if test is not None:
        # Whoever trains also tests: the memory of it belongs to the program.
        evaluate(model, *test)
    clock.report()


if __name__ == "__main__":
    main()
