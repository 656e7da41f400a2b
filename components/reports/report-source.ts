interface ReportedShop {
  shopName: string;
  merchantName: string;
}

/** Input of a report on causes of a check, and its suggested values. */
export interface ReportSource extends ReportedShop {
  checkId: string;
  causeIndexes: number[];
}

export interface CertificateReportSource extends ReportedShop {
  about: "certificate";
}
