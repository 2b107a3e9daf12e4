package org.batchrunner.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;

/** The passages by their words (BM25). */
final class PassageIndex implements Closeable {

  private static final String DOCUMENT = "document";
  private static final String START = "start";
  private static final String END = "end";

  private static final int MOST_QUERY = 20_000;
  private static final int MOST_TERMS = 48;
  private static final int FEW_PASSAGES = 50;

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Analysis analysis;
  private final StopWords stopWords;

  private PassageIndex(DirectoryReader reader) {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.analysis = new Analysis();
    this.stopWords = new StopWords();
  }

  /**
   * @throws IOException if a file is missing, cut short or altered
   */
  static PassageIndex open(Directory directory) throws IOException {
    DirectoryReader reader = DirectoryReader.open(directory);
    try {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      return new PassageIndex(reader);
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }

  static void write(Directory directory, Store store, PassageCutter cutter) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(new Analysis().analyzer())
            .setMergeScheduler(new SerialMergeScheduler())
            .setCommitOnClose(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < store.documents().size(); i++) {
        int number = i;
        Document document = store.documents().get(i);
        cutter.cut(
            document,
            (start, text, heading) ->
                writer.addDocument(fields(number, start, text, document.title() + "\n" + heading)));
      }
      // One segment in the order of writing: equal scores then always come in the same order.
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private static List<Field> fields(int document, int start, String text, String context) {
    String plain = Analysis.prepare(text);
    return List.of(
        new TextField(Analysis.BODY, plain, Field.Store.NO),
        new TextField(Analysis.PREFIX, plain, Field.Store.NO),
        new TextField(Analysis.CONTEXT, Analysis.prepare(context), Field.Store.NO),
        new StringField(DOCUMENT, Integer.toString(document), Field.Store.NO),
        new NumericDocValuesField(DOCUMENT, document),
        new NumericDocValuesField(START, start),
        new NumericDocValuesField(END, start + text.length()));
  }

  int size() {
    return reader.numDocs();
  }

  /** The best passages of all documents, best first. */
  List<PassageSpan> search(String text, int count) {
    return search(text, count, -1);
  }

  /** The best passages of one document, best first. */
  List<PassageSpan> search(String text, int count, int document) {
    String start = text.substring(0, Math.min(text.length(), MOST_QUERY));
    String plain = stopWords.without(Analysis.prepare(start));
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    try {
      add(words, Analysis.BODY, plain, 1f);
      add(words, Analysis.CONTEXT, plain, 0.5f);
      add(words, Analysis.PREFIX, plain, 0.3f);
      BooleanQuery.Builder query = new BooleanQuery.Builder().add(words.build(), Occur.MUST);
      if (document >= 0) {
        query.add(new TermQuery(new Term(DOCUMENT, Integer.toString(document))), Occur.FILTER);
      }
      List<PassageSpan> found = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(query.build(), Math.max(1, count)).scoreDocs) {
        found.add(span(hit));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("the corpus's index can't be read", e);
    }
  }

  /** The rarest words of the text; those of most passages tell nothing. */
  private void add(BooleanQuery.Builder query, String field, String text, float boost)
      throws IOException {
    record Word(Term term, int passages) {}
    List<Word> words = new ArrayList<>();
    for (String token : new LinkedHashSet<>(analysis.tokens(field, text))) {
      Term term = new Term(field, token);
      int passages = reader.docFreq(term);
      if (passages > 0) {
        words.add(new Word(term, passages));
      }
    }
    words.sort(Comparator.comparingInt(Word::passages));
    int few = Math.max(FEW_PASSAGES, reader.numDocs() * 2 / 5);
    int used = 0;
    for (Word word : words) {
      if (used == MOST_TERMS || (used > 0 && word.passages() > few)) {
        break;
      }
      query.add(new BoostQuery(new TermQuery(word.term()), boost), Occur.SHOULD);
      used++;
    }
  }

  private PassageSpan span(ScoreDoc hit) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
    int local = hit.doc - leaf.docBase;
    return new PassageSpan(
        value(leaf, DOCUMENT, local),
        value(leaf, START, local),
        value(leaf, END, local),
        hit.score);
  }

  private static int value(LeafReaderContext leaf, String field, int passage) throws IOException {
    NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
    if (!values.advanceExact(passage)) {
      throw new IOException("passage without " + field);
    }
    return Math.toIntExact(values.longValue());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
