/*
 * Asynchronous requests through ZooKeeper's official C client, multi-threaded flavour.
 *   zkbench HOST:PORT get|create|set PATH WINDOW SECONDS
 * Keeps WINDOW requests under way for SECONDS: gets of PATH, sets of PATH, or creations of sequential nodes below PATH, 128 bytes each.
 * Prints "requests seconds p50 p99", the percentiles in microseconds.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zookeeper/zookeeper.h>

enum { MAX_SAMPLES = 4000000, DATA = 128, CONNECT_SECONDS = 30 };

typedef struct { double began; } request;

static zhandle_t *zk;
static const char *path;
static char op, child[1024], data[DATA];
static double deadline, *micros;
static long done, under_way;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(int rc, const char *what)
{
    if (rc == ZOK) return;
    fprintf(stderr, "%s: %s\n", what, zerror(rc));
    exit(1);
}

static void begin(request *r);

/* Completions run one after another on the client's own thread. */
static void completed(int rc, request *r)
{
    check(rc, "request");
    double at = now();
    if (done < MAX_SAMPLES) micros[done] = (at - r->began) * 1e6;
    done++;
    if (at < deadline) {
        begin(r);
        return;
    }
    pthread_mutex_lock(&gate);
    if (--under_way == 0) pthread_cond_signal(&idle);
    pthread_mutex_unlock(&gate);
}

static void got(int rc, const char *value, int length, const struct Stat *stat, const void *r) { completed(rc, (request *)r); }
static void set(int rc, const struct Stat *stat, const void *r) { completed(rc, (request *)r); }
static void created(int rc, const char *name, const void *r) { completed(rc, (request *)r); }

static void begin(request *r)
{
    r->began = now();
    switch (op) {
    case 'g': check(zoo_aget(zk, path, 0, got, r), "zoo_aget"); break;
    case 's': check(zoo_aset(zk, path, data, DATA, -1, set, r), "zoo_aset"); break;
    default: check(zoo_acreate(zk, child, data, DATA, &ZOO_OPEN_ACL_UNSAFE, ZOO_SEQUENCE, created, r), "zoo_acreate");
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: zkbench HOST:PORT get|create|set PATH WINDOW SECONDS\n");
        return 2;
    }
    op = argv[2][0];
    path = argv[3];
    snprintf(child, sizeof child, "%s/n-", path);
    long window = atol(argv[4]);
    memset(data, 'x', DATA);
    micros = malloc(MAX_SAMPLES * sizeof *micros);
    request *requests = calloc(window, sizeof *requests);

    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    zk = zookeeper_init(argv[1], NULL, 30000, NULL, NULL, 0);
    if (!zk) {
        perror("zookeeper_init");
        return 1;
    }
    double began = now();
    while (zoo_state(zk) != ZOO_CONNECTED_STATE) {
        if (now() - began > CONNECT_SECONDS) check(ZCONNECTIONLOSS, "connect");
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    }

    began = now();
    deadline = began + atof(argv[5]);
    under_way = window;
    for (long i = 0; i < window; i++) begin(&requests[i]);
    pthread_mutex_lock(&gate);
    while (under_way > 0) pthread_cond_wait(&idle, &gate);
    pthread_mutex_unlock(&gate);
    double seconds = now() - began;
    zookeeper_close(zk);

    long samples = done < MAX_SAMPLES ? done : MAX_SAMPLES;
    qsort(micros, samples, sizeof *micros, ascending);
    printf("%ld %.6f %.1f %.1f\n", done, seconds, micros[samples / 2], micros[samples * 99 / 100]);
    return 0;
}
